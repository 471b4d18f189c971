import type { Random } from "../../base/random.ts";
import { groupBy } from "../batch.ts";
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
}

interface Person {
  readonly depressed: boolean;
  readonly logit: number;
  readonly rivalLogit: number;
}

export function clinicalFigures(groups: readonly UnheardScores[], random: Random): readonly ClinicalFigures[] {
  return groups.flatMap(({ unheard, scores }) =>
    [...groupBy(scores, ({ label }) => label.corpus)].map(([corpus, own]): ClinicalFigures => {
      const people = [...groupBy(own, ({ label }) => label.speaker).values()].map(
        (sessions): Person => ({
          depressed: sessions[0]?.label.depressed === true,
          logit: mean(sessions.map(({ logit }) => logit)),
          rivalLogit: mean(sessions.map(({ rivalLogit }) => rivalLogit)),
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
      };
    }),
  );
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
