import { functionalNames } from "../../features/functionals.ts";
import type { FeatureWindow } from "../../features/track.ts";
import {
  type HeardSession,
  hearingOf,
  hearSession,
  parameterTensors,
  scoreSession,
} from "../../learning/heard-session.ts";
import type { SessionLabel } from "../../learning/labelled-session.ts";
import { functionalPlaces } from "../../network/encode.ts";
import { meanOfRows, strangenessOf } from "../../network/strangeness.ts";
import { type HeadTask, runHead } from "../head.ts";
import { initialiseTensors } from "../tensors.ts";
import { runTowers } from "../towers.ts";

/** A trained network with its depression tower. The caller closes it. */
export interface FinishedHead {
  /** @param windows at least one */
  hear(label: SessionLabel, windows: readonly FeatureWindow[]): HeardSession;
  score(heard: HeardSession): ReturnType<typeof scoreSession>;
  strangeness(heard: HeardSession): number;
  close(): void;
}

/** Trains it if nobody did. Readies the tensors. */
export async function openHead(task: HeadTask, report: (line: string) => void): Promise<FinishedHead> {
  const { config, encoding } = await runTowers(task.towers, report);
  const head = await runHead(task, report);
  await initialiseTensors();
  const places = functionalPlaces(encoding, functionalNames);
  const parameters = parameterTensors(config, head.parameters);
  const hearing = hearingOf(config, parameters);
  return {
    hear: (label, windows) => hearSession(label, windows, hearing, config, encoding, places),
    score: (heard) => scoreSession(heard, parameters, config),
    strangeness: ({ functionals, windowCount }) =>
      strangenessOf(meanOfRows(functionals, windowCount), head.usualRecording),
    close() {
      for (const tensor of parameters.values()) tensor.dispose();
    },
  };
}
