import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/base/random.ts";
import { addNoise, convolve, roomResponse } from "../../../src/learning/simulation/channel.ts";
import { levelOf, makeRoomTone, meanQuiet } from "../../../src/learning/simulation/room-tone.ts";
import { silence, tone, whiteNoise } from "../../help/signals.ts";
import { rms } from "../../help/sound.ts";

const db = (power: number): number => 10 * Math.log10(power);

describe("the room", () => {
  it("convolves as the definition does, over block borders too", () => {
    const samples = whiteNoise(0.8, 0.1, "signal");
    const response = whiteNoise(0.05, 0.1, "response");
    const out = convolve(samples, response);
    for (const at of [0, 1, 799, 3295, 3296, 3297, 4096, 8191, 12_799]) {
      let expected = 0;
      for (let k = 0; k < response.length; k++) expected += (response[k] as number) * (samples[at - k] ?? 0);
      // Rounding of 32-bit samples.
      expect(Math.abs((out[at] as number) - expected)).toBeLessThan(1e-5);
    }
    expect(out.length).toBe(samples.length);
  });

  it("has the ratio of direct to reverberant sound and the decay that were asked for", () => {
    const response = roomResponse({ decaySec: 0.4, directToReverbDb: 6 }, createRandom("room"));
    const energyOf = (part: Float32Array): number => part.reduce((sum, x) => sum + x * x, 0);
    expect(response[0]).toBe(1);
    expect(db(1 / energyOf(response.subarray(1)))).toBeCloseTo(6, 3);
    // 60 dB in .4 s is 15 dB in .1 s; the dulling takes a few more.
    const part = (sec: number): Float32Array => response.subarray(sec * 16_000, (sec + 0.05) * 16_000);
    const fallDb = db(energyOf(part(0.05)) / energyOf(part(0.15)));
    expect(fallDb).toBeGreaterThan(13);
    expect(fallDb).toBeLessThan(21);
  });
});

describe("noise", () => {
  it("goes on beyond its own length at its own strength, without a break where it is joined", () => {
    const noise = tone(440, 1.003, 0.1);
    const long = silence(5);
    addNoise(long, noise, 0.5);
    expect(rms(long)).toBeCloseTo(0.5 * rms(noise), 2);
    const steps = Array.from(long.subarray(1), (x, i) => Math.abs(x - (long[i] as number)));
    // The steepest step of this sine, with what two of them under an equal-power seam can add.
    expect(Math.max(...steps)).toBeLessThan(1.5 * 0.05 * 2 * Math.PI * (440 / 16_000));
  });
});

describe("room tone", () => {
  const power = Float32Array.from({ length: 513 }, (_, bin) => (bin < 128 ? 4 : 1));

  it("has the level and the spectrum asked for", () => {
    const made = makeRoomTone(power, -60, createRandom("tone"));
    expect(db(rms(made) ** 2)).toBeCloseTo(-60, 3);
    // Power around 1 and around 5 kHz by heterodyning and averaging over 20 ms.
    const around = (hz: number): number => {
      let sum = 0;
      for (let start = 0; start + 320 <= made.length; start += 320) {
        let re = 0;
        let im = 0;
        for (let i = 0; i < 320; i++) {
          const angle = (2 * Math.PI * hz * i) / 16_000;
          re += (made[start + i] as number) * Math.cos(angle);
          im += (made[start + i] as number) * Math.sin(angle);
        }
        sum += re * re + im * im;
      }
      return sum;
    };
    expect(db(around(1000) / around(5000))).toBeCloseTo(6, -0.5);
  });

  it("ends where it begins, so that it can go round", () => {
    const dull = makeRoomTone(
      power.map((_, bin) => (bin > 0 && bin < 10 ? 1 : 0)),
      -40,
      createRandom("seam"),
    );
    const steps = Array.from(dull, (x, i) => Math.abs(x - (dull.at(i - 1) as number)));
    const steepest = steps.slice(1).reduce((a, b) => Math.max(a, b), 0);
    expect(steps[0]).toBeLessThan(1.01 * steepest);
  });

  it("follows the quietest takes: a loud breath in one does not raise it", () => {
    const quiet = (level: number) => ({ count: 10, power: power.map((p) => (p / 897) * 10 ** (level / 10)) });
    const parts = [-70, -70, -69, -30, -20, -71].map((level) => ({ quiet: quiet(level), gainDb: 3 }));
    const found = meanQuiet([...parts, { quiet: null, gainDb: 0 }]);
    expect(found && levelOf(found)).toBeCloseTo(-67.5, 0);
    expect(meanQuiet([{ quiet: null, gainDb: 0 }])).toBeNull();
  });
});
