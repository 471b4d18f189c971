import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/base/random.ts";
import { type Criterion, type LabelledFeatures, selectFeatures } from "../../src/features/mrmr.ts";

function at<T>(items: ArrayLike<T>, i: number): T {
  const item = items[i];
  if (item === undefined) throw new Error(`nothing at ${i} of ${items.length}`);
  return item;
}

/** Informative, redundant, irrelevant and constant columns of `samples` voices with three classes and two genders. */
function someFeatures(samples: number, seed: number): LabelledFeatures {
  const random = createRandom(seed);
  const classes = Int32Array.from({ length: samples }, () => random.below(3));
  const groups = Int32Array.from({ length: samples }, (_, i) => i % 2);
  const hidden = Array.from({ length: 3 }, (_, h) =>
    Array.from(classes, (label) => random.normal() + label * at([1, 0.6, 0.3], h)),
  );
  const column = (of: (i: number) => number): Float32Array => Float32Array.from({ length: samples }, (_, i) => of(i));
  const columns = [
    ...hidden.flatMap((values) => [
      column((i) => at(values, i) + 0.3 * random.normal()),
      column((i) => Math.exp(at(values, i)) + 0.3 * random.normal()),
    ]),
    column(() => random.normal()),
    column((i) => 5 * at(groups, i) + 0.2 * random.normal()),
    column(() => 3.7),
  ];
  return { columns, targets: [classes], groups };
}

const oneGroup = (data: LabelledFeatures): LabelledFeatures => ({
  ...data,
  groups: new Int32Array(data.groups.length),
});

/** Φ by Simpson's rule and its inverse by bisection: slow, and nothing like the code that is checked. */
function naiveNormalQuantile(p: number): number {
  const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  const cumulative = (x: number): number => {
    const steps = 100;
    let sum = density(0) + density(x);
    for (let i = 1; i < steps; i++) sum += (i % 2 === 1 ? 4 : 2) * density((x * i) / steps);
    return 0.5 + (sum * x) / steps / 3;
  };
  let low = -8;
  let high = 8;
  while (high - low > 1e-8) {
    const middle = (low + high) / 2;
    if (cumulative(middle) < p) low = middle;
    else high = middle;
  }
  return low;
}

const naiveRanks = (values: readonly number[]): number[] =>
  values.map((v) => values.filter((w) => w < v).length + (values.filter((w) => w === v).length + 1) / 2);

function naiveRho(a: readonly number[], b: readonly number[]): number {
  const mean = (v: readonly number[]): number => v.reduce((x, y) => x + y, 0) / v.length;
  const [ma, mb] = [mean(a), mean(b)];
  const cov = mean(a.map((x, i) => (x - ma) * (at(b, i) - mb)));
  const spread = Math.sqrt(mean(a.map((x) => (x - ma) ** 2)) * mean(b.map((x) => (x - mb) ** 2)));
  return spread === 0 ? 0 : cov / spread;
}

/** I(bin; class) of five equal-frequency bins by its definition, less Miller's (bins − 1)(classes − 1) / 2n. */
function naiveRelevance(values: readonly number[], classes: readonly number[]): number {
  const n = values.length;
  const bins = naiveRanks(values).map((rank) => Math.floor((5 * (rank - 0.5)) / n));
  const share = (of: (i: number) => boolean): number => bins.filter((_, i) => of(i)).length / n;
  let information = 0;
  for (const b of new Set(bins))
    for (const c of new Set(classes)) {
      const both = share((i) => bins[i] === b && classes[i] === c);
      const apart = share((i) => bins[i] === b) * share((i) => classes[i] === c);
      if (both > 0) information += both * Math.log(both / apart);
    }
  return Math.max(0, information - ((new Set(bins).size - 1) * (new Set(classes).size - 1)) / 2 / n);
}

/** Peng's greedy search with nothing kept from one step to the next. */
function bruteForce(data: LabelledFeatures, criterion: "mid" | "miq", count: number): number[] {
  const columns = data.columns.map((column) => [...column]);
  const scores = columns.map((column) =>
    naiveRanks(column).map((rank) => naiveNormalQuantile((rank - 0.375) / (column.length + 0.25))),
  );
  const classes = [...at(data.targets, 0)];
  const relevance = columns.map((column) => naiveRelevance(column, classes));
  const shared = (a: number, b: number): number => -0.5 * Math.log(1 - naiveRho(at(scores, a), at(scores, b)) ** 2);
  const chosen: number[] = [];
  while (chosen.length < count) {
    let best = -1;
    let bestScore = -Infinity;
    for (let j = 0; j < columns.length; j++) {
      const own = at(relevance, j);
      if (chosen.includes(j) || own === 0) continue;
      const redundancy = chosen.reduce((sum, s) => sum + shared(j, s), 0) / Math.max(1, chosen.length);
      const more = criterion === "mid" ? own - redundancy : own / Math.max(1e-5, redundancy);
      const score = chosen.length === 0 ? own : more;
      if (score > bestScore) [best, bestScore] = [j, score];
    }
    if (best < 0) break;
    chosen.push(best);
  }
  return chosen;
}

describe("mRMR", () => {
  it.each(["mid", "miq"] as const)("chooses as a search without shortcuts does (%s)", (criterion) => {
    for (const seed of [1, 2]) {
      const data = oneGroup(someFeatures(120, seed));
      expect(selectFeatures(data, criterion, 9)).toEqual(bruteForce(data, criterion, 9));
    }
  });

  it("chooses by FCQ as an implementation in NumPy and SciPy does", () => {
    const { columns, classes, order } = JSON.parse(
      readFileSync(new URL("../fixtures/mrmr-fcq.json", import.meta.url), "utf8"),
    );
    const data: LabelledFeatures = {
      columns: columns.map((column: number[]) => Float32Array.from(column)),
      targets: [Int32Array.from(classes)],
      groups: new Int32Array(classes.length),
    };
    expect(selectFeatures(data, "fcq", columns.length)).toEqual(order);
  });

  it.each(["mid", "miq"] as const)("is blind to any rising transformation of a feature (%s)", (criterion) => {
    const data = someFeatures(200, 4);
    const bent = data.columns.map((column) => column.map((value) => Math.sinh(value)));
    expect(selectFeatures({ ...data, columns: bent }, criterion, 6)).toEqual(selectFeatures(data, criterion, 6));
  });

  it.each(["mid", "miq", "fcq"] as const)("gives nothing for telling the groups apart (%s)", (criterion) => {
    const data = someFeatures(300, 5);
    // The classes now follow the group, so that the seventh column, a copy of the group, would win if pooled.
    const skewed = at(data.targets, 0).map((label, i) => (i % 3 === 0 ? label : at(data.groups, i)));
    const pooled = selectFeatures({ ...oneGroup(data), targets: [skewed] }, criterion, 1);
    const within = selectFeatures({ ...data, targets: [skewed] }, criterion, 1);
    expect(pooled).toEqual([7]);
    expect(within).not.toEqual([7]);
  });

  it.each(["mid", "miq", "fcq"] as const)("weighs tasks alike, however many labels each has (%s)", (criterion) => {
    const random = createRandom(6);
    const samples = 600;
    const emotion = Int32Array.from({ length: samples }, () => random.below(4));
    // Known for a quarter only.
    const depression = Int32Array.from({ length: samples }, (_, i) => (i % 4 === 0 ? random.below(2) : -1));
    const columns = [
      Float32Array.from(emotion, (label) => label + random.normal()),
      Float32Array.from(emotion, (label) => 0.8 * label + random.normal()),
      Float32Array.from(depression, (label) => 1.5 * label + random.normal()),
      Float32Array.from(emotion, () => random.normal()),
    ];
    const chosen = selectFeatures(
      { columns, targets: [emotion, depression], groups: new Int32Array(samples) },
      criterion,
      2,
    );
    expect(chosen).toContain(2);
  });

  it("never chooses a constant, a feature without relevance, or one feature twice", () => {
    for (const criterion of ["mid", "miq", "fcq"] satisfies Criterion[]) {
      const chosen = selectFeatures(someFeatures(200, 7), criterion, 100);
      expect(chosen).not.toContain(8);
      expect(new Set(chosen).size).toBe(chosen.length);
    }
  });

  it("takes a copy of a chosen feature last", () => {
    const data = someFeatures(200, 8);
    const first = at(selectFeatures(data, "mid", 1), 0);
    const columns = [...data.columns.slice(0, 6), at(data.columns, first).slice()];
    expect(selectFeatures({ ...data, columns }, "mid", 7).at(-1)).toBe(6);
  });

  it("leaves out samples that belong to no group", () => {
    const data = someFeatures(120, 12);
    const isOut = (i: number): boolean => i % 5 === 0;
    const ofOthers = <T extends Float32Array | Int32Array>(values: T): T => values.filter((_, i) => !isOut(i)) as T;
    const alone = {
      columns: data.columns.map(ofOthers),
      targets: data.targets.map(ofOthers),
      groups: ofOthers(data.groups),
    };
    const groups = data.groups.map((group, i) => (isOut(i) ? -1 : group));
    for (const criterion of ["mid", "miq", "fcq"] satisfies Criterion[])
      expect(selectFeatures({ ...data, groups }, criterion, 9)).toEqual(selectFeatures(alone, criterion, 9));
  });

  it("refuses columns and labels of different length", () => {
    const data = someFeatures(20, 11);
    expect(() => selectFeatures({ ...data, groups: new Int32Array(19) }, "mid", 2)).toThrow("of 20 for 19 samples");
  });
});
