import * as v from "valibot";
import type { CardContent, CardWorseSounds } from "../network/card.ts";
import { cardFigure, measuredFigure } from "./measured-figure.ts";
import { rounded } from "./table-cells.ts";

const value = v.object({ value: v.number() });

/** What a card tells of worse sounds: part of an evaluation.json. */
export const robustnessSchema = v.object({
  conditions: v.pipe(
    v.array(
      v.object({
        name: v.string(),
        emotionUar: v.object({ figure: measuredFigure }),
        genderAccuracy: v.object({ figure: measuredFigure }),
        depression: v.object({ moved: measuredFigure, refused: v.number() }),
      }),
    ),
    v.minLength(2),
  ),
  lengths: v.array(
    v.object({
      meanHeardSec: v.number(),
      sessions: v.number(),
      auc: measuredFigure,
      intervalWidth: measuredFigure,
      coverage: v.number(),
    }),
  ),
});

/** What a card tells of strange recordings: part of an evaluation.json. */
export const strangenessSchema = v.object({
  tooStrange: v.number(),
  thirds: v.pipe(v.array(v.object({ auc: value })), v.length(3)),
});

export type RobustnessTexts = Pick<CardContent["robustness"], "noise" | "unlikeTraining">;

/** In sentences; null where it was not measured. */
export const robustnessTexts = (
  robustness: v.InferOutput<typeof robustnessSchema> | undefined,
  strangeness: v.InferOutput<typeof strangenessSchema> | undefined,
): RobustnessTexts => ({
  noise: robustness
    ? "Measured in noise, through a codec, a telephone band, rooms and at other levels (worseSounds); methods and plots: docs/robustness.md."
    : null,
  unlikeTraining: strangeness ? strangenessText(strangeness) : null,
});

/** How emotion, gender and estimates fare in worse sounds, as recorded first. */
export const worseSoundsOf = ({ conditions }: v.InferOutput<typeof robustnessSchema>): CardWorseSounds =>
  conditions.map(({ name, emotionUar, genderAccuracy, depression: { moved, refused } }) => ({
    sound: name,
    emotionUar: cardFigure(emotionUar.figure),
    genderAccuracy: cardFigure(genderAccuracy.figure),
    probabilityMoves: cardFigure(moved),
    refused,
  }));

/** How sessions fare that end early, and whole ones last. */
export const speechLengthsOf = ({
  lengths,
}: v.InferOutput<typeof robustnessSchema>): NonNullable<CardContent["speechLengths"]> =>
  lengths.map(({ meanHeardSec, sessions, auc, intervalWidth, coverage }) => ({
    heardSec: meanHeardSec,
    sessions,
    auc: cardFigure(auc),
    intervalWidth: cardFigure(intervalWidth),
    coverage,
  }));

function strangenessText({ tooStrange, thirds }: v.InferOutput<typeof strangenessSchema>): string {
  return `A recording whose features lie half as far again from those learned from as all but one in a hundred sessions of unheard people is told nothing clear (${(100 * tooStrange).toFixed(1)} % of simulated sessions). AUC from the most usual third of the sessions to the strangest: ${thirds.map(({ auc }) => rounded(auc.value)).join(", ")}. All of them are made of the corpora learned from; voices and rooms beyond these were not measured.`;
}
