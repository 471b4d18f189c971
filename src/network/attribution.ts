import { averageSpeechMel } from "./average-speech.ts";
import type { NetworkConfig } from "./config.ts";
import type { InputGradient } from "./differentiable.ts";
import type { EncodedWindows } from "./encode.ts";
import { batchSize, type RawWindowScore, type Scorer } from "./scorer.ts";

/** By how much inputs moved a session's logit. */
export interface InputShifts extends Pick<InputGradient, "functionals" | "own" | "timing"> {
  /** [n, rowCount], all bands of a row together. */
  readonly melRows: Float32Array;
}

/** How far every input moved a session's logit away from that of a voice that is average in everything. */
export interface Attribution extends InputShifts {
  readonly logit: number;
  /** Of the average voice: mel rows at their mean, every other value at its mean in training. */
  readonly averageLogit: number;
  /** By how much the shifts miss the logits' difference, as a share of it; one below a tenth of a logit counts as a tenth. */
  readonly completenessError: number;
  /** How many times the session's gradient was computed. */
  readonly gradientCount: number;
}

/** Called between steps of some tens of milliseconds with the share that is done, 0 … 1; rejects to give the work up. */
export type Pace = (done: number) => Promise<void>;

const parts = ["mel", "functionals", "own", "timing"] as const;
const shiftParts = ["melRows", "functionals", "own", "timing"] as const;

/** Gauss-Legendre of order 3 on 0 … 1. */
const nodes: readonly { readonly at: number; readonly weight: number }[] = [
  { at: 0.5 - Math.sqrt(0.15), weight: 5 / 18 },
  { at: 0.5, weight: 8 / 18 },
  { at: 0.5 + Math.sqrt(0.15), weight: 5 / 18 },
];
const firstPieces = 6;
const toleratedError = 0.01;
/** Of the pieces' errors, none making up for another. */
const toleratedMisses = 0.03;
const smallestDifference = 0.1;
/** Beyond it the error is what it is; `completenessError` says so. */
const maxGradients = 192;

/** One stretch of the straight way from the average voice to the one heard. */
interface Piece {
  readonly from: number;
  readonly to: number;
  /** Integral of the gradient over the stretch, times the whole step. */
  readonly shifts: InputShifts;
  /** What they add up to, less what the logit really changes by over the stretch. */
  readonly miss: number;
}

/**
 * Integrated gradients of the session's logit, all windows pooled, along the straight line from the average voice. What is
 * not known yet (earlier speech, timing) and which tokens hold sound stays as it was heard. The network bends sharply
 * where rectifiers switch; stretches on which the sum of shifts misses the logit's real change most are halved until the
 * whole misses it by less than 1 %.
 *
 * @source Sundararajan, Taly, Yan 2017 (Axiomatic attribution for deep networks).
 */
export async function attributeSession(
  scorer: Scorer,
  config: NetworkConfig,
  heard: EncodedWindows,
  pace: Pace,
): Promise<Attribution> {
  const way = new Way(scorer, config, heard);
  let planned = firstPieces * nodes.length;
  let furthest = 0;
  const report = (): Promise<void> => {
    furthest = Math.max(furthest, Math.min(1, way.gradientCount / planned));
    return pace(furthest);
  };
  const averageLogit = await way.logitAt(0, report);
  const logit = await way.logitAt(1, report);
  const scale = Math.max(Math.abs(logit - averageLogit), smallestDifference);
  const pieces: Piece[] = [];
  for (let i = 0; i < firstPieces; i++) pieces.push(await way.piece(i / firstPieces, (i + 1) / firstPieces, report));
  const missed = (size: (miss: number) => number): number =>
    Math.abs(pieces.reduce((sum, { miss }) => sum + size(miss), 0)) / scale;
  const error = (): number => missed((miss) => miss);
  while (
    (error() > toleratedError || missed(Math.abs) > toleratedMisses) &&
    way.gradientCount + 2 * nodes.length <= maxGradients
  ) {
    planned = Math.max(planned, way.gradientCount + 4 * nodes.length);
    const worst = pieces.reduce(
      (worst, { miss }, i) => (Math.abs(miss) > Math.abs((pieces[worst] as Piece).miss) ? i : worst),
      0,
    );
    const { from, to } = pieces[worst] as Piece;
    const middle = (from + to) / 2;
    pieces.splice(worst, 1, await way.piece(from, middle, report), await way.piece(middle, to, report));
  }
  return {
    logit,
    averageLogit,
    completenessError: error(),
    gradientCount: way.gradientCount,
    ...sumOf(pieces.map(({ shifts }) => shifts)),
  };
}

/** The straight line from the average voice (0) to the one heard (1). */
class Way {
  readonly #scorer: Scorer;
  readonly #config: NetworkConfig;
  readonly #heard: EncodedWindows;
  readonly #logits = new Map<number, number>();
  gradientCount = 0;

  constructor(scorer: Scorer, config: NetworkConfig, heard: EncodedWindows) {
    if (config.bandCount !== averageSpeechMel.length)
      throw new Error(`average speech has ${averageSpeechMel.length} mel bands, the network ${config.bandCount}`);
    this.#scorer = scorer;
    this.#config = config;
    this.#heard = heard;
  }

  async logitAt(place: number, report: () => Promise<void>): Promise<number> {
    const known = this.#logits.get(place);
    if (known !== undefined) return known;
    const { logit } = await this.#scorer.poolSession(await this.#scoresAt(place, report));
    this.#logits.set(place, logit);
    return logit;
  }

  async piece(from: number, to: number, report: () => Promise<void>): Promise<Piece> {
    const { count, functionals, own, timing } = this.#heard;
    const shifts: InputShifts = {
      melRows: new Float32Array(count * this.#config.rowCount),
      functionals: new Float32Array(functionals.length),
      own: new Float32Array(own.length),
      timing: new Float32Array(timing.length),
    };
    for (const { at, weight } of nodes)
      await this.#addGradient(from + at * (to - from), weight * (to - from), shifts, report);
    let sum = 0;
    for (const part of shiftParts) for (const shift of shifts[part]) sum += shift;
    const change = (await this.logitAt(to, report)) - (await this.logitAt(from, report));
    return { from, to, shifts, miss: sum - change };
  }

  async #scoresAt(place: number, report: () => Promise<void>): Promise<RawWindowScore[]> {
    const scores: RawWindowScore[] = [];
    for (let first = 0; first < this.#heard.count; first += batchSize) {
      scores.push(...(await this.#scorer.scoreEncoded(this.#windowsAt(place, first))));
      await report();
    }
    return scores;
  }

  /** Adds gradient times step, weighed, to the shifts: first what the pool makes of all windows, then batch by batch. */
  async #addGradient(place: number, weight: number, shifts: InputShifts, report: () => Promise<void>): Promise<void> {
    const { width } = this.#config;
    const pool = await this.#scorer.poolGradient(await this.#scoresAt(place, report));
    for (let first = 0; first < this.#heard.count; first += batchSize) {
      const windows = this.#windowsAt(place, first);
      const end = first + windows.count;
      const gradient = await this.#scorer.inputGradient(windows, {
        byEmbedding: pool.byEmbedding.subarray(first * width, end * width),
        byWindowLogit: pool.byWindowLogit.subarray(first, end),
      });
      for (const part of parts) {
        const offset = first * (this.#heard[part].length / this.#heard.count);
        const [into, valuesPerShift] = part === "mel" ? [shifts.melRows, this.#config.bandCount] : [shifts[part], 1];
        gradient[part].forEach((slope, i) => {
          const step = (this.#heard[part][offset + i] as number) - this.#average(part, i);
          const at = Math.floor((offset + i) / valuesPerShift);
          into[at] = (into[at] as number) + weight * slope * step;
        });
      }
      await report();
    }
    this.gradientCount++;
  }

  /** A batch of windows at a place of the way. */
  #windowsAt(place: number, first: number): EncodedWindows {
    const count = Math.min(batchSize, this.#heard.count - first);
    const rows = (values: Float32Array): Float32Array => {
      const width = values.length / this.#heard.count;
      return values.subarray(first * width, (first + count) * width);
    };
    const between = (part: (typeof parts)[number]): Float32Array =>
      rows(this.#heard[part]).map((value, i) => {
        const average = this.#average(part, i);
        return average + place * (value - average);
      });
    return {
      count,
      mel: between("mel"),
      functionals: between("functionals"),
      own: between("own"),
      timing: between("timing"),
      soundTokens: rows(this.#heard.soundTokens),
      ownKnown: rows(this.#heard.ownKnown),
      timingKnown: rows(this.#heard.timingKnown),
    };
  }

  /** Functionals, own differences and timing are z-scores: their mean is 0. */
  #average(part: (typeof parts)[number], i: number): number {
    return part === "mel" ? (averageSpeechMel[i % this.#config.bandCount] as number) : 0;
  }
}

function sumOf(all: readonly InputShifts[]): InputShifts {
  const add = (part: (typeof shiftParts)[number]): Float32Array => {
    const sum = new Float64Array((all[0] as InputShifts)[part].length);
    for (const one of all)
      one[part].forEach((value, i) => {
        sum[i] = (sum[i] as number) + value;
      });
    return Float32Array.from(sum);
  };
  return { melRows: add("melRows"), functionals: add("functionals"), own: add("own"), timing: add("timing") };
}
