import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Resampler } from "../../audio/resample.ts";
import { encodeWav } from "../../audio/wav.ts";
import { TakeExtractor } from "../../features/extract.ts";
import { featureSpec } from "../../features/spec.ts";
import { createFftEngine } from "../../features/spectrum.ts";
import type { FeatureWindow } from "../../features/track.ts";
import { parameterCount } from "../../network/config.ts";
import { createScorer, type Scorer } from "../../network/scorer.ts";
import { openBundle } from "../bundles.ts";
import { screenFile } from "../screen-file.ts";
import { initialiseTensors } from "../tensors.ts";
import { measured, type Row, type Subject } from "./rows.ts";
import { type Spent, timeRepeatedly } from "./timing.ts";
import { repeated } from "./voices.ts";

const manyWindows = 16;
const fileSec = 600;
const fileRateHz = 48_000;

const oneWindow: Subject = {
  name: "network, one window",
  unit: "ms",
  goal: { kind: "at-most", value: 5 },
  how: "3 s of sound, features given, on one WASM thread, warm; wall clock, CPU beside it",
};
const windows: Subject = {
  name: `network, ${manyWindows} windows`,
  unit: "ms",
  goal: { kind: "at-most", value: 40 },
  how: "the same, scored at once",
};
const size: Subject = {
  name: "network, size",
  unit: "k parameters",
  goal: { kind: "at-most", value: 1000 },
  how: "parameters of the bundle, each a float16",
};
const file: Subject = {
  name: `${fileSec / 60} minutes of file audio`,
  unit: "s",
  goal: { kind: "at-most", value: 20 },
  how: `a WAV file of ${fileRateHz / 1000} kHz, from opening it to the answer, as \`screen\` does it; wall clock`,
};

/** What needs a trained bundle. */
export async function networkRows(voices: Float32Array, bundleDir: string): Promise<readonly Row[]> {
  const opened = await openBundle(bundleDir);
  if (!opened.ok) {
    const missing = `no bundle at ${bundleDir}: ${opened.fault.message}`;
    return [size, oneWindow, windows, file].map((subject) => ({ ...subject, missing }));
  }
  await initialiseTensors();
  const scorer = createScorer(opened.value);
  try {
    const heard = windowsOf(voices);
    return [
      measured(size, [parameterCount(opened.value.network) / 1000]),
      measuredByBothClocks(oneWindow, await timeWindows(scorer, heard.slice(0, 1), 100), 1),
      measuredByBothClocks(windows, await timeWindows(scorer, heard.slice(0, manyWindows), 20), 1),
      measuredByBothClocks(
        file,
        await timeFile(voices, async (path) => {
          const screened = await screenFile(path, { bundle: opened.value, scorer, backend: "wasm" });
          if (!screened.ok) throw new Error(`the benchmark's own file was refused: ${screened.fault.message}`);
        }),
        1000,
      ),
    ];
  } finally {
    scorer.close();
  }
}

const measuredByBothClocks = (subject: Subject, runs: readonly Spent[], unitMs: number): Row =>
  measured(
    subject,
    runs.map(({ wallMs }) => wallMs / unitMs),
    { cpu: runs.map(({ cpuMs }) => cpuMs / unitMs) },
  );

const timeWindows = (scorer: Scorer, heard: readonly FeatureWindow[], repetitions: number): Promise<readonly Spent[]> =>
  timeRepeatedly(repetitions, async () => void (await scorer.scoreWindows(heard)));

function windowsOf(samples: Float32Array): readonly FeatureWindow[] {
  const extractor = new TakeExtractor(featureSpec, createFftEngine);
  const heard = [...extractor.push(samples, null), ...extractor.finish().windows];
  if (heard.length < manyWindows) throw new Error(`the voices give ${heard.length} windows`);
  return heard;
}

async function timeFile(voices: Float32Array, score: (path: string) => Promise<void>): Promise<readonly Spent[]> {
  const dir = await mkdtemp(join(tmpdir(), "undertone-benchmark-"));
  try {
    const path = join(dir, "ten-minutes.wav");
    const wide = new Resampler(featureSpec.sampleRateHz, fileRateHz).push(voices);
    await writeFile(path, encodeWav(repeated(wide, fileSec * fileRateHz), fileRateHz, "int16"));
    return await timeRepeatedly(3, () => score(path));
  } finally {
    await rm(dir, { recursive: true });
  }
}
