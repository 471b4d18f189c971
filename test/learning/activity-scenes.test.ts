import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/base/random.ts";
import { labelCleanSpeech, rowLabel } from "../../src/learning/activity-labels.ts";
import { drawScene, type SceneMaterial } from "../../src/learning/activity-scenes.ts";
import { drawSound } from "../../src/learning/activity-sounds.ts";
import { added, concatenated, harmonics, silence, whiteNoise } from "../help/signals.ts";

const rowSamples = 320;
const rowSec = 0.02;

/** 1 s of quiet, 1 s of voice, a closure of 0.1 s, 0.5 s of voice, a pause of 0.5 s, 0.5 s of voice, 1 s of quiet. */
function utterance(noiseRms: number): Float32Array {
  const voice = (sec: number): Float32Array => harmonics(150, sec, 0.3);
  const parts = [silence(1), voice(1), silence(0.1), voice(0.5), silence(0.5), voice(0.5), silence(1)];
  const whole = concatenated(parts);
  return added(whole, whiteNoise(whole.length / 16_000, noiseRms, "room"));
}

describe("labels of clean speech", () => {
  it("follow the level, bridge closures and keep pauses", () => {
    const labels = labelCleanSpeech(utterance(0.0002), rowSamples, rowSec) as Uint8Array;
    const at = (sec: number): number | undefined => labels[Math.round(sec / rowSec)];
    for (const sec of [1.2, 1.8, 2.05, 2.3, 3.3]) expect(at(sec)).toBe(rowLabel.speech);
    for (const sec of [0.3, 0.8, 2.8, 2.9, 4]) expect(at(sec)).toBe(rowLabel.quiet);
  });

  it("do not depend on the level of the recording", () => {
    const clip = utterance(0.0002);
    expect(
      labelCleanSpeech(
        clip.map((x) => x / 16),
        rowSamples,
        rowSec,
      ),
    ).toEqual(labelCleanSpeech(clip, rowSamples, rowSec));
  });

  it("are refused where noise hides the pauses", () => {
    expect(labelCleanSpeech(utterance(0.05), rowSamples, rowSec)).toBeNull();
  });

  it("are refused for silence", () => {
    expect(labelCleanSpeech(silence(2), rowSamples, rowSec)).toBeNull();
  });
});

describe("scenes", () => {
  const samples = utterance(0.0002);
  const material: SceneMaterial = {
    speech: [[{ samples, labels: labelCleanSpeech(samples, rowSamples, rowSec) as Uint8Array }]],
    noise: [whiteNoise(2, 0.1, "hiss")],
  };
  const shape = { sampleRateHz: 16_000, rowSamples, rowCount: 150 };
  const draw = (seed: number) => drawScene(createRandom(seed), material, shape);

  it("are decided by their seed", () => {
    expect(draw(3)).toEqual(draw(3));
    expect(draw(3).samples).not.toEqual(draw(4).samples);
  });

  it("hold voices and pauses in about half of them, and finite samples within full scale in all", () => {
    let withSpeech = 0;
    for (let seed = 0; seed < 40; seed++) {
      const { samples: heard, labels } = draw(seed);
      expect(heard).toHaveLength(150 * rowSamples);
      expect(heard.every((x) => Math.abs(x) <= 1)).toBe(true);
      if (labels.includes(rowLabel.speech)) withSpeech++;
      expect(labels.includes(rowLabel.quiet)).toBe(true);
    }
    expect(withSpeech).toBeGreaterThan(8);
    expect(withSpeech).toBeLessThan(32);
  });
});

describe("made-up sounds", () => {
  it("are finite and decided by their seed", () => {
    for (let seed = 0; seed < 20; seed++) {
      const sound = drawSound(createRandom(seed), 4000, 16_000);
      expect(sound.every(Number.isFinite)).toBe(true);
      expect(drawSound(createRandom(seed), 4000, 16_000)).toEqual(sound);
    }
  });
});
