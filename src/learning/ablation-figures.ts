import { groupBy } from "../base/group-by.ts";
import type { Random } from "../base/random.ts";
import { quantileOfSorted } from "../features/statistics.ts";
import { type Emotion, emotions } from "../network/labels.ts";
import { emotionsOf } from "./corpus.ts";
import { mean } from "./figures.ts";
import type { SessionLabel } from "./labelled-session.ts";
import { type ClipScore, emotionUar, genderAccuracy } from "./scores.ts";
import { areaUnderCurve, type Interval, separationFromAuc } from "./statistics.ts";

/** What the networks of one row said of all clips and sessions that are scored; null where it has no such task. */
export interface RowScores {
  readonly name: string;
  /** The same clips in every row, in the same order. */
  readonly emotion: readonly ClipScore[] | null;
  readonly gender: readonly ClipScore[] | null;
  /** The same sessions in every row, in the same order. */
  readonly depression: readonly SessionAnswer[] | null;
}

export interface SessionAnswer {
  readonly label: SessionLabel;
  readonly logit: number;
}

/** A figure on unseen speakers with its 95 % interval over speakers; NaN where it cannot be told. */
export interface Measured {
  readonly value: number;
  readonly interval: Interval;
}

/** A row's figure, and by how much it differs from the first row's, paired; no difference in the first row itself. */
export interface Compared extends Measured {
  readonly difference: Measured | null;
}

export interface AblationFigures {
  readonly name: string;
  /** Mean over corpora, and each of them. */
  readonly emotionUar: Compared | null;
  readonly emotionByCorpus: Readonly<Record<string, Compared>>;
  readonly genderAccuracy: Compared | null;
  readonly depressionAuc: Compared | null;
  /** Distance D between the classes over the ideal observer's. */
  readonly depressionRecovery: Compared | null;
  /** At logit 0, where both classes are alike. */
  readonly depressionAccuracy: Compared | null;
  readonly depressionF1: Compared | null;
}

const draws = 1000;
const tail = 0.025;

/**
 * Draws of speakers with replacement within each corpus, so that none goes missing: the items of the drawn speakers, as
 * often as these were drawn. Statistics of two rows in the same draws are paired.
 */
export function speakerDraws(
  items: readonly { readonly corpus: string; readonly speaker: string }[],
  random: Random,
  count: number = draws,
): readonly (readonly number[])[] {
  const places = items.map((item, place) => ({ ...item, place }));
  const corpora = [...groupBy(places, ({ corpus }) => corpus).values()].map((own) =>
    [...groupBy(own, ({ speaker }) => speaker).values()].map((of) => of.map(({ place }) => place)),
  );
  return Array.from({ length: count }, () =>
    corpora.flatMap((speakers) => speakers.flatMap(() => random.pick(speakers))),
  );
}

/** A statistic of all items and of each draw. */
interface Statistic {
  readonly all: number;
  readonly drawn: readonly number[];
}

function measured({ all, drawn }: Statistic): Measured {
  const known = Float32Array.from(drawn.filter(Number.isFinite)).sort();
  const at = (q: number): number => (known.length === 0 ? Number.NaN : quantileOfSorted(known, q));
  return { value: all, interval: { low: at(tail), high: at(1 - tail) } };
}

/** @param baseline the same statistic of the first row; null in the first row itself */
export function compared(own: Statistic, baseline: Statistic | null): Compared {
  if (!baseline) return { ...measured(own), difference: null };
  const difference = {
    all: own.all - baseline.all,
    drawn: own.drawn.map((value, i) => value - (baseline.drawn[i] as number)),
  };
  return { ...measured(own), difference: measured(difference) };
}

/** All figures of all rows; the first row is the one that the others are compared with. */
export function ablationFiguresOf(rows: readonly RowScores[], random: Random): readonly AblationFigures[] {
  const clips = rows.find(({ emotion, gender }) => emotion ?? gender);
  const clipDraws = speakerDraws(
    (clips?.emotion ?? clips?.gender ?? []).map(({ clip }) => clip),
    random.fork("speakers of clips"),
  );
  const sessionDraws = speakerDraws(
    (rows.find(({ depression }) => depression)?.depression ?? []).map(({ label }) => label),
    random.fork("speakers of sessions"),
  );
  const statistics = rows.map((row) => ({
    emotion: row.emotion && emotionStatistics(row.emotion, clipDraws),
    gender: row.gender && genderStatistic(row.gender, clipDraws),
    depression: row.depression && depressionStatistics(row.depression, sessionDraws),
  }));
  const first = statistics[0];
  return rows.map(({ name }, i): AblationFigures => {
    const { emotion, gender, depression } = statistics[i] as (typeof statistics)[number];
    const beside = (of: Statistic | undefined | null): Statistic | null => (i === 0 ? null : (of ?? null));
    return {
      name,
      emotionUar: emotion && compared(emotion.mean, beside(first?.emotion?.mean)),
      emotionByCorpus: Object.fromEntries(
        [...(emotion?.byCorpus ?? [])].map(([corpus, own]) => [
          corpus,
          compared(own, beside(first?.emotion?.byCorpus.get(corpus))),
        ]),
      ),
      genderAccuracy: gender && compared(gender, beside(first?.gender)),
      depressionAuc: depression && compared(depression.auc, beside(first?.depression?.auc)),
      depressionRecovery: depression && compared(depression.recovery, beside(first?.depression?.recovery)),
      depressionAccuracy: depression && compared(depression.accuracy, beside(first?.depression?.accuracy)),
      depressionF1: depression && compared(depression.f1, beside(first?.depression?.f1)),
    };
  });
}

/** Applies statistics that are found together to all items and to every draw. */
function statisticsOf<Name extends string>(
  names: readonly Name[],
  itemCount: number,
  drawn: readonly (readonly number[])[],
  find: (items: readonly number[]) => Readonly<Record<Name, number>>,
): Record<Name, Statistic> {
  const all = find(Array.from({ length: itemCount }, (_, i) => i));
  const ofDraws = drawn.map(find);
  const of = (name: Name): Statistic => ({ all: all[name], drawn: ofDraws.map((found) => found[name]) });
  return Object.fromEntries(names.map((name) => [name, of(name)])) as Record<Name, Statistic>;
}

const meanName = "mean over corpora";

function emotionStatistics(
  scores: readonly ClipScore[],
  drawn: readonly (readonly number[])[],
): { readonly mean: Statistic; readonly byCorpus: ReadonlyMap<string, Statistic> } {
  const byCorpus = [...groupBy(scores, ({ clip }) => clip.corpus)].map(([corpus, own]) => ({
    corpus,
    classes: emotionsOf(own.map(({ clip }) => clip)),
  }));
  const corpora = byCorpus.filter(({ classes }) => classes.length > 0).sort((a, b) => (a.corpus < b.corpus ? -1 : 1));
  const items = scores.map((score) => {
    const corpus = corpora.findIndex((one) => one.corpus === score.clip.corpus);
    const classes: readonly Emotion[] = corpora[corpus]?.classes ?? [];
    // The recall of one clip is 1 or 0; null where it has no label.
    const right = emotionUar([score], classes);
    const emotion = score.clip.emotion === null ? -1 : emotions.indexOf(score.clip.emotion);
    return { right, cell: corpus * emotions.length + emotion };
  });
  const names = [...corpora.map(({ corpus }) => corpus), meanName];
  const { [meanName]: overall, ...own } = statisticsOf(names, items.length, drawn, (places) => {
    const hits = new Float64Array(corpora.length * emotions.length);
    const counts = new Float64Array(hits.length);
    for (const place of places) {
      const { right, cell } = items[place] as (typeof items)[number];
      if (right === null) continue;
      hits[cell] = (hits[cell] as number) + right;
      counts[cell] = (counts[cell] as number) + 1;
    }
    const uars = corpora.map((_, corpus) =>
      mean(
        emotions.flatMap((_name, emotion) => {
          const cell = corpus * emotions.length + emotion;
          return counts[cell] ? [(hits[cell] as number) / counts[cell]] : [];
        }),
      ),
    );
    return Object.fromEntries([...corpora.map(({ corpus }, i) => [corpus, uars[i] as number]), [meanName, mean(uars)]]);
  });
  return { mean: overall as Statistic, byCorpus: new Map(Object.entries(own)) };
}

/** Mean over the corpora that publish gender of the share of clips answered with it. */
function genderStatistic(scores: readonly ClipScore[], drawn: readonly (readonly number[])[]): Statistic {
  const corpora = [...new Set(scores.flatMap(({ clip }) => (clip.gender === null ? [] : [clip.corpus])))];
  const items = scores.map((score) => ({
    corpus: corpora.indexOf(score.clip.corpus),
    right: genderAccuracy([score]),
  }));
  return statisticsOf(["accuracy"], items.length, drawn, (places) => {
    const hits = new Float64Array(corpora.length);
    const counts = new Float64Array(corpora.length);
    for (const place of places) {
      const { corpus, right } = items[place] as (typeof items)[number];
      if (right === null) continue;
      hits[corpus] = (hits[corpus] as number) + right;
      counts[corpus] = (counts[corpus] as number) + 1;
    }
    return { accuracy: mean(corpora.map((_, i) => (hits[i] as number) / (counts[i] as number))) };
  }).accuracy;
}

function depressionStatistics(
  answers: readonly SessionAnswer[],
  drawn: readonly (readonly number[])[],
): Record<"auc" | "recovery" | "accuracy" | "f1", Statistic> {
  const logits = answers.map(({ logit }) => logit);
  const ideal = answers.map(({ label }) => label.observerLogit ?? Number.NaN);
  const depressed = answers.map(({ label }) => label.depressed);
  return statisticsOf(["auc", "recovery", "accuracy", "f1"], answers.length, drawn, (places) => {
    const labels = places.map((place) => depressed[place] as boolean);
    const own = places.map((place) => logits[place] as number);
    const auc = areaUnderCurve(own, labels);
    const best = areaUnderCurve(
      places.map((place) => ideal[place] as number),
      labels,
    );
    const found = labels.filter((label, i) => label && (own[i] as number) > 0).length;
    const told = own.filter((logit) => logit > 0).length;
    const ill = labels.filter((label) => label).length;
    return {
      auc,
      recovery: separationFromAuc(auc) / separationFromAuc(best),
      accuracy: labels.filter((label, i) => label === (own[i] as number) > 0).length / labels.length,
      f1: (2 * found) / (told + ill),
    };
  });
}
