import { hzFromSemitones } from "../base/units.ts";
import { DescriptorStream, descriptorIndex, descriptorNames } from "../features/descriptors.ts";
import { featureSpec } from "../features/spec.ts";
import { createFftEngine } from "../features/spectrum.ts";
import type { SoundGroup } from "./agreement-sounds.ts";
import type { PraatFeatures } from "./praat.ts";

/** How the descriptors of some sounds agree with Praat's. Frames count where both hear a voice. */
export interface Agreement {
  readonly group: string;
  readonly kind: SoundGroup["kind"];
  readonly soundCount: number;
  readonly durationSec: number;
  /** Median of |ours / Praat's − 1|. */
  readonly f0Error: number;
  readonly f1Error: number;
  readonly f2Error: number;
  /** Share of all frames that are voiced, or unvoiced, to both. */
  readonly voicing: number;
  /** Correlations over frames. */
  readonly hnr: number;
  readonly cpp: number;
  /** Correlations over sounds, of the logarithms: ours is the mean over the sound's voiced frames. */
  readonly jitterLocal: number;
  readonly jitterPpq5: number;
  readonly shimmerLocalDb: number;
  readonly shimmerApq3: number;
}

/** With less voice, .5 s, what trembles is chance: a sound of fewer frames does not count for jitter and shimmer. */
const leastVoicedFrames = 50;

const perturbations = ["jitterLocal", "jitterPpq5", "shimmerLocalDb", "shimmerApq3"] as const;

export function agreementOf({ name, kind, sounds }: SoundGroup, praat: readonly PraatFeatures[]): Agreement {
  const f0 = new Pairs();
  const f1 = new Pairs();
  const f2 = new Pairs();
  const hnr = new Pairs();
  const cpp = new Pairs();
  const perturbed = Object.fromEntries(perturbations.map((of) => [of, new Pairs()])) as Record<
    (typeof perturbations)[number],
    Pairs
  >;
  let agreeing = 0;
  let frameCount = 0;
  for (const [i, samples] of sounds.entries()) {
    const theirs = praat[i] as PraatFeatures;
    const rows = measure(samples);
    const value = (frame: number, of: keyof typeof descriptorIndex): number =>
      rows[frame * descriptorNames.length + descriptorIndex[of]] as number;
    if (theirs.frames.length * descriptorNames.length !== rows.length)
      throw new Error(`${theirs.frames.length} frames of Praat's beside ${rows.length / descriptorNames.length}`);
    theirs.frames.forEach((frame, t) => {
      const ourHz = hzFromSemitones(value(t, "f0Semitones"));
      frameCount++;
      if (Number.isNaN(ourHz) === Number.isNaN(frame.f0Hz)) agreeing++;
      f0.add(ourHz, frame.f0Hz);
      if (Number.isNaN(ourHz)) return;
      hnr.add(value(t, "hnrDb"), frame.hnrDb);
      cpp.add(value(t, "cppDb"), frame.cppDb);
      f1.add(value(t, "f1Hz"), frame.f1Hz);
      f2.add(value(t, "f2Hz"), frame.f2Hz);
    });
    for (const of of perturbations) {
      let sum = 0;
      let count = 0;
      for (let t = 0; t < theirs.frames.length; t++) {
        const here = value(t, of);
        if (Number.isNaN(here)) continue;
        sum += here;
        count++;
      }
      if (count >= leastVoicedFrames) perturbed[of].add(Math.log(sum / count), Math.log(theirs[of]));
    }
  }
  return {
    group: name,
    kind,
    soundCount: sounds.length,
    durationSec: sounds.reduce((sum, { length }) => sum + length, 0) / featureSpec.sampleRateHz,
    f0Error: f0.medianError(),
    f1Error: f1.medianError(),
    f2Error: f2.medianError(),
    voicing: agreeing / frameCount,
    hnr: hnr.correlation(),
    cpp: cpp.correlation(),
    jitterLocal: perturbed.jitterLocal.correlation(),
    jitterPpq5: perturbed.jitterPpq5.correlation(),
    shimmerLocalDb: perturbed.shimmerLocalDb.correlation(),
    shimmerApq3: perturbed.shimmerApq3.correlation(),
  };
}

function measure(samples: Float32Array): Float32Array {
  const stream = new DescriptorStream(featureSpec, createFftEngine);
  const pushed = stream.push(samples);
  const waiting = stream.finish();
  const rows = new Float32Array(pushed.length + waiting.length);
  rows.set(pushed);
  rows.set(waiting, pushed.length);
  return rows;
}

/** Values beside each other, those left out that one of the two does not have. */
class Pairs {
  readonly #ours: number[] = [];
  readonly #theirs: number[] = [];

  add(ours: number, theirs: number): void {
    if (!Number.isFinite(ours) || !Number.isFinite(theirs)) return;
    this.#ours.push(ours);
    this.#theirs.push(theirs);
  }

  medianError(): number {
    const errors = this.#ours.map((ours, i) => Math.abs(ours / (this.#theirs[i] as number) - 1)).sort((a, b) => a - b);
    return errors[errors.length >> 1] ?? Number.NaN;
  }

  /** Pearson's. */
  correlation(): number {
    const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
    const ours = mean(this.#ours);
    const theirs = mean(this.#theirs);
    let product = 0;
    let ourSquare = 0;
    let theirSquare = 0;
    this.#ours.forEach((value, i) => {
      const a = value - ours;
      const b = (this.#theirs[i] as number) - theirs;
      product += a * b;
      ourSquare += a * a;
      theirSquare += b * b;
    });
    return product / Math.sqrt(ourSquare * theirSquare);
  }
}

interface Column {
  readonly of: keyof Agreement;
  readonly title: string;
  readonly unit: "%" | "r";
  readonly isMet: (value: number, kind: SoundGroup["kind"]) => boolean;
  readonly goal: string;
}

const below = (most: number) => (value: number) => value < most;
const above = (least: number) => (value: number) => value > least;
const trembling = (value: number, kind: SoundGroup["kind"]): boolean => value > (kind === "vowels" ? 0.7 : 0.5);

const columns: readonly Column[] = [
  { of: "f0Error", title: "F0, median error", unit: "%", isMet: below(0.01), goal: "< 1 %" },
  { of: "voicing", title: "voicing, same", unit: "%", isMet: above(0.9), goal: "> 90 %" },
  { of: "hnr", title: "HNR", unit: "r", isMet: above(0.8), goal: "> .8" },
  { of: "cpp", title: "CPP", unit: "r", isMet: above(0.8), goal: "> .8" },
  { of: "f1Error", title: "F1, median error", unit: "%", isMet: below(0.08), goal: "< 8 %" },
  { of: "f2Error", title: "F2, median error", unit: "%", isMet: below(0.08), goal: "< 8 %" },
  { of: "jitterLocal", title: "jitter local", unit: "r", isMet: trembling, goal: "> .7, > .5" },
  { of: "jitterPpq5", title: "jitter ppq5", unit: "r", isMet: trembling, goal: "> .7, > .5" },
  { of: "shimmerLocalDb", title: "shimmer local", unit: "r", isMet: trembling, goal: "> .7, > .5" },
  { of: "shimmerApq3", title: "shimmer apq3", unit: "r", isMet: trembling, goal: "> .7, > .5" },
];

const shown = (value: number, unit: Column["unit"]): string =>
  unit === "%" ? (100 * value).toFixed(1) : value.toFixed(2).replace(/^(-?)0\./, "$1.");

/** A table in Markdown, what misses its goal marked with an exclamation mark. */
export function agreementTable(agreements: readonly Agreement[]): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [
    row(["sounds", "count", "minutes", ...columns.map(({ title, unit }) => `${title} (${unit})`)]),
    row(["---", ...new Array<string>(columns.length + 2).fill("---:")]),
    row(["goal", "", "", ...columns.map(({ goal }) => goal)]),
    ...agreements.map((agreement) =>
      row([
        agreement.group,
        String(agreement.soundCount),
        (agreement.durationSec / 60).toFixed(1),
        ...columns.map(({ of, unit, isMet }) => {
          const value = agreement[of] as number;
          return `${shown(value, unit)}${isMet(value, agreement.kind) ? "" : " !"}`;
        }),
      ]),
    ),
  ].join("\n");
}

export const meetsGoals = (agreement: Agreement): boolean =>
  columns.every(({ of, isMet }) => isMet(agreement[of] as number, agreement.kind));

/** The page that docs keeps. */
export function agreementPage(agreements: readonly Agreement[], withCorpora: boolean): string {
  return `# Features beside Praat

Made by \`npm run measure:features${withCorpora ? " -- --corpora DIR" : ""}\`, which needs Praat and espeak-ng, from the same samples for both. Frames of 40 ms every 10 ms lie at the same places; F0, HNR, CPP (every fourth frame) and formants are compared where both hear a voice. Jitter and shimmer are Praat's of a whole sound beside the mean over its voiced frames, as correlation of their logarithms over those sounds of a row that hold at least half a second of voice; the first goal is that of the sustained vowels, whose periods and amplitudes were made to tremble by known amounts, the second that of running speech. What misses its goal is marked with "!".

Praat's settings: pitch by autocorrelation, 75 to 600 Hz; harmonicity by autocorrelation, 75 Hz, three periods a window; CPP of the power cepstrogram up to 5,000 Hz, smoothed over 20 ms and .5 ms, peak from 60 to 400 Hz above a robust straight line from 1 to 50 ms; formants by Burg's method, five up to 5,500 Hz, pre-emphasis from 50 Hz; jitter and shimmer of the marks by cross-correlation with the manual's limits (\`src/node/praat-features.praat\`).

${agreementTable(agreements)}
`;
}
