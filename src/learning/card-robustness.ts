import * as v from "valibot";
import type { CardContent } from "../network/card.ts";
import { percent, rounded } from "./table-cells.ts";

const value = v.object({ value: v.number() });
const figure = v.object({ ...value.entries, interval: v.object({ low: v.number(), high: v.number() }) });

/** What a card tells of worse sounds: part of an evaluation.json. */
export const robustnessSchema = v.object({
  conditions: v.pipe(
    v.array(
      v.object({
        name: v.string(),
        emotionUar: v.object({ figure: value }),
        genderAccuracy: v.object({ figure: value }),
        depression: v.object({ moved: value, refused: v.number() }),
      }),
    ),
    v.minLength(2),
  ),
  lengths: v.array(v.object({ meanHeardSec: v.number(), sessions: v.number(), auc: figure, intervalWidth: figure })),
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
  noise: robustness ? noiseText(robustness) : null,
  unlikeTraining: strangeness ? strangenessText(strangeness) : null,
});

/** How sessions fare that end early, and whole ones last. */
export const speechLengthsOf = ({
  lengths,
}: v.InferOutput<typeof robustnessSchema>): NonNullable<CardContent["speechLengths"]> =>
  lengths.map(({ meanHeardSec, sessions, auc, intervalWidth }) => ({
    heardSec: meanHeardSec,
    sessions,
    auc: { value: auc.value, ...auc.interval },
    intervalWidth: { value: intervalWidth.value, ...intervalWidth.interval },
  }));

function noiseText({ conditions: [recorded, ...worse] }: v.InferOutput<typeof robustnessSchema>): string {
  const told = worse.map(
    ({ name, emotionUar, genderAccuracy, depression: { moved, refused } }) =>
      `${name}: ${rounded(emotionUar.figure.value)}, ${rounded(genderAccuracy.figure.value)}, ${rounded(moved.value)}${refused > 0 ? `, ${percent(refused)} refused` : ""}`,
  );
  return `Emotion UAR and gender accuracy, as recorded ${rounded(recorded?.emotionUar.figure.value ?? 0)} and ${rounded(recorded?.genderAccuracy.figure.value ?? 0)}; in worse sounds these, then how far the depression probability moves on average: ${told.join("; ")}. Methods and plots: docs/robustness.md.`;
}

function strangenessText({ tooStrange, thirds }: v.InferOutput<typeof strangenessSchema>): string {
  return `A recording whose features lie half as far again from those learned from as all but one in a hundred of unheard people is told nothing clear (${(100 * tooStrange).toFixed(1)} % of simulated sessions). AUC from the most usual third of the sessions to the strangest: ${thirds.map(({ auc }) => rounded(auc.value)).join(", ")}. All of them are made of the corpora learned from; voices and rooms beyond these were not measured.`;
}
