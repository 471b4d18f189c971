import { groupBy } from "../../base/group-by.ts";
import type { Random } from "../../base/random.ts";
import type { SessionScore } from "../labelled-session.ts";
import { areaUnderCurve, bootstrapOverSpeakers, type Interval } from "../statistics.ts";

/** How it comes that nobody of a group was heard while training. */
export type Unheard = "test set" | "development set" | "five folds";

/** People of one corpus whom the network that scored them had not heard. */
export interface UnheardScores {
  readonly unheard: Unheard;
  readonly scores: readonly SessionScore[];
}

/** How well they are told apart. The unit is the person: the mean logit over all sessions. */
export interface ClinicalFigures {
  readonly corpus: string;
  readonly unheard: Unheard;
  readonly people: number;
  readonly depressed: number;
  readonly sessions: number;
  /** Null where one of the classes is missing. */
  readonly auc: number | null;
  readonly interval: Interval | null;
  /** Of the logistic regression on the means of the chosen functionals and of timing. */
  readonly rivalAuc: number | null;
  /** Of the PHQ-8, in points: mean distance of the estimate, and of the best single guess; null where it is not known. */
  readonly phq8: { readonly meanError: number; readonly guessError: number } | null;
}

interface Person {
  readonly depressed: boolean;
  readonly logit: number;
  readonly rivalLogit: number;
  /** Known and estimated; null where either is missing. */
  readonly phq8: readonly [number, number] | null;
}

export function clinicalFigures(groups: readonly UnheardScores[], random: Random): readonly ClinicalFigures[] {
  return groups.flatMap(({ unheard, scores }) =>
    [...groupBy(scores, ({ label }) => label.corpus)].map(([corpus, own]): ClinicalFigures => {
      const people = [...groupBy(own, ({ label }) => label.speaker).values()].map(
        (sessions): Person => ({
          depressed: sessions[0]?.label.depressed === true,
          logit: mean(sessions.map(({ logit }) => logit)),
          rivalLogit: mean(sessions.map(({ rivalLogit }) => rivalLogit)),
          phq8: phq8Of(sessions),
        }),
      );
      const auc = (of: "logit" | "rivalLogit", items: readonly number[]): number =>
        areaUnderCurve(
          items.map((i) => people[i]?.[of] as number),
          items.map((i) => people[i]?.depressed === true),
        );
      const everybody = people.map((_, i) => i);
      const depressed = people.filter((person) => person.depressed).length;
      const bothClasses = depressed > 0 && depressed < people.length;
      return {
        corpus,
        unheard,
        people: people.length,
        depressed,
        sessions: own.length,
        auc: bothClasses ? auc("logit", everybody) : null,
        interval: bothClasses
          ? bootstrapOverSpeakers(everybody.map(String), (items) => auc("logit", items), random.fork(corpus))
          : null,
        rivalAuc: bothClasses ? auc("rivalLogit", everybody) : null,
        phq8: phq8Errors(people.flatMap(({ phq8 }) => (phq8 ? [phq8] : []))),
      };
    }),
  );
}

function phq8Of(sessions: readonly SessionScore[]): Person["phq8"] {
  const known = sessions[0]?.label.phq8 ?? null;
  const estimates = sessions.flatMap(({ phq8 }) => phq8 ?? []);
  return known === null || estimates.length === 0 ? null : [known, mean(estimates)];
}

function phq8Errors(pairs: readonly (readonly [number, number])[]): ClinicalFigures["phq8"] {
  if (pairs.length === 0) return null;
  const sorted = pairs.map(([known]) => known).sort((a, b) => a - b);
  // Of all single guesses the median is nearest to everybody.
  const median = sorted[sorted.length >> 1] as number;
  return {
    meanError: mean(pairs.map(([known, estimate]) => Math.abs(estimate - known))),
    guessError: mean(pairs.map(([known]) => Math.abs(median - known))),
  };
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
