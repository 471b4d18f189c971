import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { encodeWav } from "../audio/wav.ts";
import { fail, ok, type Result } from "../base/result.ts";
import { featureSpec } from "../features/spec.ts";
import type { PraatVoice } from "../learning/simulation/fidelity.ts";

export interface PraatFault {
  readonly message: string;
}

/**
 * Has Praat run one of the scripts beside this file over some sounds, whose WAV files it finds named in a list.
 *
 * @returns what the script printed, or the fault where Praat is not installed or the script failed
 */
export async function runPraat(script: string, sounds: readonly Float32Array[]): Promise<Result<string, PraatFault>> {
  const dir = await mkdtemp(join(tmpdir(), "praat-"));
  try {
    const files: string[] = [];
    for (const [i, samples] of sounds.entries()) {
      const file = join(dir, `${i}.wav`);
      await writeFile(file, encodeWav(samples, featureSpec.sampleRateHz, "int16"));
      files.push(file);
    }
    const list = join(dir, "list.txt");
    await writeFile(list, files.join("\n"));
    const path = fileURLToPath(new URL(script, import.meta.url));
    const { stdout } = await promisify(execFile)("praat", ["--run", path, list], { maxBuffer: 2 ** 28 });
    return ok(stdout);
  } catch (error) {
    return fail({ message: `Praat could not be run: ${error instanceof Error ? error.message : String(error)}` });
  } finally {
    await rm(dir, { recursive: true });
  }
}

/** Null where it is not installed. */
export async function praatVersion(): Promise<string | null> {
  try {
    return (await promisify(execFile)("praat", ["--version"])).stdout.trim();
  } catch {
    return null;
  }
}

/** What Praat hears in some sounds; the fault where it is not installed or finds no voice. */
export async function praatVoices(sounds: readonly Float32Array[]): Promise<Result<readonly PraatVoice[], PraatFault>> {
  const printed = await runPraat("praat-voice.praat", sounds);
  if (!printed.ok) return printed;
  const voices = printed.value.trim().split("\n").map(voiceOf);
  const missing = voices.findIndex((voice) => Object.values(voice).some(Number.isNaN));
  if (voices.length !== sounds.length || missing >= 0)
    return fail({ message: `Praat finds no voice in sound ${missing >= 0 ? missing : voices.length}` });
  return ok(voices);
}

function voiceOf(line: string): PraatVoice {
  const [f0Semitones, jitter, shimmer, cppDb, formantSpread, alphaRatioDb] = line.split(" ").map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return { f0Semitones, jitter, shimmer, cppDb, formantSpread, alphaRatioDb };
}

/** NaN wherever Praat has no value. */
export interface PraatFrame {
  readonly f0Hz: number;
  readonly hnrDb: number;
  readonly cppDb: number;
  readonly f1Hz: number;
  readonly f2Hz: number;
}

/** What Praat measures in one sound. */
export interface PraatFeatures {
  /** Every 10 ms; frames of 40 ms lie in the middle of the sound. */
  readonly frames: readonly PraatFrame[];
  /** Over the whole sound. */
  readonly jitterLocal: number;
  readonly jitterPpq5: number;
  readonly shimmerLocalDb: number;
  readonly shimmerApq3: number;
}

/** Measures each sound; the fault where Praat is not installed or gives up. */
export async function praatFeatures(
  sounds: readonly Float32Array[],
): Promise<Result<readonly PraatFeatures[], PraatFault>> {
  const printed = await runPraat("praat-features.praat", sounds);
  if (!printed.ok) return printed;
  const measured: PraatFeatures[] = [];
  let frames: PraatFrame[] = [];
  for (const line of printed.value.split("\n")) {
    const [kind, ...values] = line.split(" ");
    const [a, b, c, d, e] = values.map(Number) as [number, number, number, number, number];
    if (kind === "frame") frames.push({ f0Hz: a, hnrDb: b === -200 ? Number.NaN : b, cppDb: c, f1Hz: d, f2Hz: e });
    if (kind !== "voice") continue;
    measured.push({ frames, jitterLocal: a, jitterPpq5: b, shimmerLocalDb: c, shimmerApq3: d });
    frames = [];
  }
  return measured.length === sounds.length
    ? ok(measured)
    : fail({ message: `Praat measured ${measured.length} of ${sounds.length} sounds` });
}
