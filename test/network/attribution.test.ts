import { memory } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { createRandom } from "../../src/base/random.ts";
import { functionalNames } from "../../src/features/functionals.ts";
import { type Attribution, attributeSession } from "../../src/network/attribution.ts";
import { averageSpeechMel } from "../../src/network/average-speech.ts";
import type { Bundle } from "../../src/network/bundle.ts";
import { functionalCount } from "../../src/network/config.ts";
import { type EncodedWindows, encodeWindows, functionalPlaces } from "../../src/network/encode.ts";
import { createScorer } from "../../src/network/scorer.ts";
import { openBundle } from "../../src/node/bundles.ts";
import { initialiseGradients, initialiseTensors } from "../../src/node/tensors.ts";
import { generatedVoice, windowsOf } from "../help/take.ts";

/*
 * What an explanation must be able to stand, tried on the bundle that ships and a generated voice.
 * Sanity: Adebayo et al. 2018; deletion: Samek et al. 2017.
 */

const unhurried = async (): Promise<void> => {};
let bundle: Bundle;
let heard: EncodedWindows;
let shipped: Attribution;

/** The bundle with some of its weights written anew. */
function changed(change: (name: string, values: Float32Array) => Float32Array): Bundle {
  const parameters = new Map(
    [...bundle.parameters].map(([name, { shape, values }]) => [name, { shape, values: change(name, values) }]),
  );
  return { ...bundle, parameters };
}

async function attribute(to: Bundle, windows = heard): Promise<Attribution> {
  const scorer = createScorer(to);
  const attribution = await attributeSession(scorer, to.network, windows, unhurried);
  scorer.close();
  return attribution;
}

const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0);
const mapOf = ({ melRows, functionals, own, timing }: Attribution): number[] => [
  ...melRows,
  ...functionals,
  ...own,
  ...timing,
];

beforeAll(async () => {
  await initialiseTensors();
  await initialiseGradients();
  const opened = await openBundle("models/undertone-1");
  if (!opened.ok) throw new Error(opened.fault.message);
  bundle = opened.value;
  const places = functionalPlaces(bundle.encoding, functionalNames);
  heard = encodeWindows(windowsOf(await generatedVoice(13)), bundle.network, bundle.encoding, places);
  shipped = await attribute(bundle);
}, 120_000);

describe("integrated gradients of a session", { timeout: 120_000 }, () => {
  it("add up to the way from the average voice to the one heard, within 1 %", () => {
    const total = sum(mapOf(shipped));
    const difference = shipped.logit - shipped.averageLogit;
    expect(shipped.completenessError).toBeLessThan(0.01);
    // The error that it reports is the one that an adding machine finds; float32 keeps seven digits of each shift.
    expect(Math.abs(total - difference) / Math.max(0.1, Math.abs(difference))).toBeCloseTo(
      shipped.completenessError,
      4,
    );
  });

  it("explain the logit that the session got", async () => {
    const scorer = createScorer(bundle);
    const { logit } = await scorer.poolSession(await scorer.scoreEncoded(heard));
    scorer.close();
    expect(shipped.logit).toBeCloseTo(logit, 5);
  });

  it("are zero for a voice that is average in everything", async () => {
    const three = firstWindows(heard, 3);
    const mel = three.mel.map((_, i) => averageSpeechMel[i % averageSpeechMel.length] as number);
    const average = { ...three, mel, functionals: three.functionals.map(() => 0), own: three.own.map(() => 0) };
    const { logit, averageLogit, ...shifts } = await attribute(bundle, {
      ...average,
      timing: three.timing.map(() => 0),
    });
    expect(logit).toBeCloseTo(averageLogit, 5);
    // The network takes its averages in as float32.
    expect(Math.max(...shifts.melRows.map(Math.abs), ...shifts.functionals.map(Math.abs))).toBeLessThan(1e-9);
  });

  it("give nothing to a functional that the network cannot see", async () => {
    const k = functionalCount(bundle.network);
    const family = bundle.network.families.find(({ name }) => name === "loudness");
    const before = bundle.network.families.findIndex(({ name }) => name === "loudness");
    const start = sum(bundle.network.families.slice(0, before).map(({ size }) => size));
    const blind = start + 2;
    expect(family?.size).toBeGreaterThan(2);
    const without = (values: Float32Array, rows: number, ...gone: number[]): Float32Array =>
      values.map((value, i) => (gone.includes(Math.floor(i / (values.length / rows))) ? 0 : value));
    const { functionals, own } = await attribute(
      changed((name, values) => {
        if (name === "family.loudness.weight" || name === "family.loudness.own.weight")
          return without(values, family?.size ?? 0, blind - start);
        if (name === "functionals.hidden.weight") return without(values, 2 * k + 1, blind, k + blind);
        if (name === "depression.functionals.weight" || name === "emotion.line.weight")
          return without(values, k, blind);
        return values;
      }),
      firstWindows(heard, 3),
    );
    const column = (values: Float32Array, at: number): number[] => [...values].filter((_, i) => i % k === at);
    expect(column(functionals, blind).every((shift) => shift === 0)).toBe(true);
    expect(column(own, blind).every((shift) => shift === 0)).toBe(true);
    expect(column(functionals, blind + 1).some((shift) => shift !== 0)).toBe(true);
  });

  it("change with the weights: random ones give other rows of sound, weights a twentieth off nearly the same", async () => {
    const withWeights = (kept: number, drawn: number): Bundle => {
      const random = createRandom("random weights");
      return changed((_, values) => {
        const sd = Math.sqrt(sum(values.map((value) => value * value)) / values.length);
        return values.map((value) => kept * value + drawn * sd * random.normal());
      });
    };
    const resembling = async (bundle: Bundle): Promise<{ sizes: number; signed: number }> => {
      const { melRows } = await attribute(bundle);
      return {
        sizes: rankCorrelation([...shipped.melRows].map(Math.abs), [...melRows].map(Math.abs)),
        signed: rankCorrelation([...shipped.melRows], [...melRows]),
      };
    };
    const same = await resembling(withWeights(1, 0.05));
    const other = await resembling(withWeights(0, 1));
    // Of undertone-1: sizes about .8 and signed .9; six draws of random weights gave .16 to .27 and -.03 to .10. A map that
    // showed where the voice is loud, whatever the weights, would be as much like itself there.
    expect(same.sizes).toBeGreaterThan(0.6);
    expect(same.signed).toBeGreaterThan(0.6);
    expect(other.sizes).toBeLessThan(same.sizes / 2);
    expect(Math.abs(other.signed)).toBeLessThan(same.signed / 2);
  });

  it("rank the inputs: without the first of them the logit moves more than without any others", async () => {
    const scorer = createScorer(bundle);
    const k = functionalCount(bundle.network);
    const removed = 16;
    const byColumn = Array.from({ length: k }, (_, column) =>
      sum(shipped.functionals.filter((_, i) => i % k === column)),
    );
    const movedWithout = async (gone: ReadonlySet<number>): Promise<number> => {
      const functionals = heard.functionals.map((value, i) => (gone.has(i % k) ? 0 : value));
      const { logit } = await scorer.poolSession(await scorer.scoreEncoded({ ...heard, functionals }));
      return Math.abs(logit - shipped.logit);
    };
    const upward = byColumn.map((shift, i) => [shift, i] as const).toSorted(([a], [b]) => b - a);
    const top = await movedWithout(new Set(upward.slice(0, removed).map(([, i]) => i)));
    const random = createRandom("columns");
    const others: number[] = [];
    for (let draw = 0; draw < 20; draw++) {
      const gone = new Set<number>();
      while (gone.size < removed) gone.add(random.below(k));
      others.push(await movedWithout(gone));
    }
    scorer.close();
    console.info(`deleting ${removed}: top ${top.toFixed(3)}, random at most ${Math.max(...others).toFixed(3)}`);
    expect(top).toBeGreaterThan(Math.max(...others));
  });

  it("leave no tensor behind", async () => {
    const before = memory().numTensors;
    await attribute(bundle, firstWindows(heard, 2));
    expect(memory().numTensors).toBe(before);
  });
});

function firstWindows(windows: EncodedWindows, count: number): EncodedWindows {
  const rows = (values: Float32Array): Float32Array => values.slice(0, (values.length / windows.count) * count);
  const { mel, soundTokens, functionals, own, ownKnown, timing, timingKnown } = windows;
  return {
    count,
    mel: rows(mel),
    soundTokens: rows(soundTokens),
    functionals: rows(functionals),
    own: rows(own),
    ownKnown: rows(ownKnown),
    timing: rows(timing),
    timingKnown: rows(timingKnown),
  };
}

/** Spearman's; ties are not looked at. */
function rankCorrelation(a: readonly number[], b: readonly number[]): number {
  const ranks = (values: readonly number[]): Float64Array => {
    const out = new Float64Array(values.length);
    const order = values.map((value, i) => [value, i] as const).toSorted(([x], [y]) => x - y);
    for (const [rank, [, i]] of order.entries()) out[i] = rank;
    return out;
  };
  const [x, y] = [ranks(a), ranks(b)];
  const mean = (a.length - 1) / 2;
  let xy = 0;
  let xx = 0;
  let yy = 0;
  x.forEach((rank, i) => {
    const other = (y[i] as number) - mean;
    xy += (rank - mean) * other;
    xx += (rank - mean) ** 2;
    yy += other ** 2;
  });
  return xy / Math.sqrt(xx * yy);
}
