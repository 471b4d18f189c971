import { execFileSync } from "node:child_process";
import { decodeTake } from "../audio/decoding/decode.ts";
import { soundFileFromBytes } from "./files.ts";

/**
 * Speaks a text with espeak-ng, which must be installed; throws where it is not.
 *
 * @param voice language with an optional variant, such as de+f3
 */
export async function speak(
  text: string,
  voice: string,
  wordsPerMinute: number,
  sampleRateHz: number,
): Promise<Float32Array> {
  const wave = execFileSync("espeak-ng", ["-v", voice, "-s", String(wordsPerMinute), "--stdout", text], {
    maxBuffer: 2 ** 28,
  });
  const take = await decodeTake(soundFileFromBytes(wave), { sampleRateHz });
  if (!take.ok) throw new Error(`espeak-ng gave no sound for "${text}"`);
  return take.value.samples;
}
