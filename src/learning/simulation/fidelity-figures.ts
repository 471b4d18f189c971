import type { Random } from "../../base/random.ts";
import { type Figure, figureOf } from "../figures.ts";
import {
  type ByPraat,
  type Measurable,
  type MeasuredSession,
  measurable,
  measurableByPraat,
  type PerMeasurable,
} from "./fidelity.ts";
import { mean } from "./pauses.ts";

/** How sound follows recipe: the least-squares slope and the correlation of heard over asked. */
export interface Agreement {
  readonly slope: Figure;
  readonly correlation: Figure;
}

export interface FidelityFigures {
  readonly sessions: number;
  /** Of them, those that Praat measured as well. */
  readonly sessionsByPraat: number;
  readonly quantities: readonly {
    readonly quantity: Measurable;
    readonly dry: Agreement;
    readonly asHeard: Agreement;
    /** Null where Praat was not asked. */
    readonly praat: Agreement | null;
  }[];
}

/** @param measured two sessions at least */
export function fidelityFiguresOf(measured: readonly MeasuredSession[], random: Random): FidelityFigures {
  const byPraat = measured.flatMap(({ speaker, praat }) => (praat ? { speaker, ...praat } : []));
  const isAsked = (quantity: Measurable): quantity is keyof ByPraat =>
    measurableByPraat.some((known) => known === quantity);
  const of = (which: "dry" | "asHeard") => measured.map((one) => ({ speaker: one.speaker, ...one[which] }));
  return {
    sessions: measured.length,
    sessionsByPraat: byPraat.length,
    quantities: measurable.map((quantity) => ({
      quantity,
      dry: agreement(of("dry"), quantity, random),
      asHeard: agreement(of("asHeard"), quantity, random),
      praat: byPraat.length > 1 && isAsked(quantity) ? agreement(byPraat, quantity, random) : null,
    })),
  };
}

interface Pair {
  readonly speaker: string;
  readonly asked: number;
  readonly heard: number;
}

function agreement(
  measured: readonly {
    readonly speaker: string;
    readonly asked: Partial<PerMeasurable>;
    readonly heard: Partial<PerMeasurable>;
  }[],
  quantity: Measurable,
  random: Random,
): Agreement {
  const pairs = measured.map(({ speaker, asked, heard }) => ({
    speaker,
    asked: asked[quantity] as number,
    heard: heard[quantity] as number,
  }));
  const figure = (statistic: (some: readonly Pair[]) => number): Figure =>
    figureOf([pairs], ({ speaker }) => speaker, statistic, random.fork(quantity));
  return {
    slope: figure((some) => covariance(some, "asked", "heard") / covariance(some, "asked", "asked")),
    correlation: figure(
      (some) =>
        covariance(some, "asked", "heard") /
        Math.sqrt(covariance(some, "asked", "asked") * covariance(some, "heard", "heard")),
    ),
  };
}

function covariance(pairs: readonly Pair[], one: "asked" | "heard", other: "asked" | "heard"): number {
  const [oneMean, otherMean] = [mean(pairs.map((pair) => pair[one])), mean(pairs.map((pair) => pair[other]))];
  return mean(pairs.map((pair) => (pair[one] - oneMean) * (pair[other] - otherMean)));
}
