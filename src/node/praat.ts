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

const script = fileURLToPath(new URL("praat-voice.praat", import.meta.url));

/** What Praat hears in some sounds; the fault where it is not installed or finds no voice. */
export async function praatVoices(sounds: readonly Float32Array[]): Promise<Result<readonly PraatVoice[], PraatFault>> {
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
    const { stdout } = await promisify(execFile)("praat", ["--run", script, list]);
    const voices = stdout.trim().split("\n").map(voiceOf);
    const missing = voices.findIndex((voice) => Object.values(voice).some(Number.isNaN));
    if (voices.length !== sounds.length || missing >= 0)
      return fail({ message: `Praat finds no voice in sound ${missing >= 0 ? missing : voices.length}` });
    return ok(voices);
  } catch (error) {
    return fail({ message: `Praat could not be run: ${error instanceof Error ? error.message : String(error)}` });
  } finally {
    await rm(dir, { recursive: true });
  }
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
