import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { agreementOf, meetsGoals } from "../../../src/node/feature-agreement.ts";
import type { PraatFeatures } from "../../../src/node/praat.ts";
import { describeSound } from "../../help/described.ts";
import { type ClipName, readClip } from "../../help/speech-clips.ts";

const names = ["male-low", "female-mid"] as const satisfies readonly ClipName[];

const { clips } = JSON.parse(
  readFileSync(new URL("../../fixtures/features/praat-voice.json", import.meta.url), "utf8"),
) as { readonly clips: Readonly<Record<string, Readonly<Record<string, unknown>>>> };

function praatOf(name: string): PraatFeatures {
  const clip = clips[name] ?? {};
  const frames = clip["f0Hz, hnrDb, cppDb, f1Hz, f2Hz"] as (number | null)[][];
  const voice = clip["jitterLocal, jitterPpq5, shimmerLocalDb, shimmerApq3"] as number[];
  const [jitterLocal = 0, jitterPpq5 = 0, shimmerLocalDb = 0, shimmerApq3 = 0] = voice;
  return {
    frames: frames.map((values) => {
      const [f0Hz, hnrDb, cppDb, f1Hz, f2Hz] = values.map((value) => value ?? Number.NaN);
      return {
        f0Hz: f0Hz ?? Number.NaN,
        hnrDb: hnrDb === -200 ? Number.NaN : (hnrDb ?? Number.NaN),
        cppDb: cppDb ?? Number.NaN,
        f1Hz: f1Hz ?? Number.NaN,
        f2Hz: f2Hz ?? Number.NaN,
      };
    }),
    jitterLocal,
    jitterPpq5,
    shimmerLocalDb,
    shimmerApq3,
  };
}

const sounds = await Promise.all(names.map(readClip));
const praat = names.map(praatOf);

describe("the voice beside Praat", () => {
  it("agrees frame by frame as measure:features asks for", () => {
    const agreement = agreementOf({ name: "clips", kind: "speech", sounds }, praat);
    // Two sounds correlate perfectly or not at all: what trembles is compared below.
    const trembling = { jitterLocal: 1, jitterPpq5: 1, shimmerLocalDb: 1, shimmerApq3: 1 };
    expect(meetsGoals({ ...agreement, ...trembling }), JSON.stringify(agreement)).toBe(true);
  });

  it.each(names.map((name, i) => [name, i] as const))(
    "trembles at most twice as much as Praat hears in %s, and at least half as much",
    (_, i) => {
      // The edges of voice, which tremble most, weigh more in a mean over frames than in one over periods.
      const frames = describeSound(sounds[i] ?? new Float32Array(0));
      for (const name of ["jitterLocal", "jitterPpq5", "shimmerLocalDb", "shimmerApq3"] as const) {
        const values = frames.map((frame) => frame[name]).filter((value) => !Number.isNaN(value));
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        expect(Math.abs(Math.log(mean / (praat[i]?.[name] ?? 0))), name).toBeLessThan(Math.log(2));
      }
    },
  );
});
