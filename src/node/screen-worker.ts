import { createScorer } from "../network/scorer.ts";
import { openBundle } from "./bundles.ts";
import { contentOf, resultLine, type ScreenAnswer, type ScreenTask } from "./screen-cohort.ts";
import { type ScreenOptions, screenFile } from "./screen-file.ts";
import { initialiseGradients, initialiseTensors } from "./tensors.ts";

/** This process's network: opened once, for all recordings. */
let opened: Promise<Pick<ScreenOptions, "bundle" | "scorer">> | null = null;

async function openNetwork({ bundleDir, parts }: ScreenTask): Promise<Pick<ScreenOptions, "bundle" | "scorer">> {
  const bundle = await openBundle(bundleDir);
  if (!bundle.ok) throw new Error(bundle.fault.message);
  await initialiseTensors();
  if (parts.why) await initialiseGradients();
  return { bundle: bundle.value, scorer: createScorer(bundle.value) };
}

/** Scores one recording. */
export default async function screen(task: ScreenTask): Promise<ScreenAnswer> {
  opened ??= openNetwork(task);
  const screened = await screenFile(task.entry.path, {
    ...(await opened),
    backend: "wasm",
    ...(task.parts.why ? { why: true } : {}),
    ...(task.minSpeechSec === null ? {} : { minSpeechSec: task.minSpeechSec }),
  });
  return {
    line: resultLine(task.entry, screened.ok ? contentOf(screened.value, task.parts) : { error: screened.fault }),
    read: screened.ok,
    peakBytes: process.resourceUsage().maxRSS * 1024,
  };
}
