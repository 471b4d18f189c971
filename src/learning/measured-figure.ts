import * as v from "valibot";
import type { CardFigure } from "../network/card.ts";

/** A figure as an evaluation.json has it. */
export const measuredFigure = v.object({
  value: v.number(),
  interval: v.object({ low: v.number(), high: v.number() }),
});

/** The same as a card has it. */
export const cardFigure = ({ value, interval }: v.InferOutput<typeof measuredFigure>): CardFigure => ({
  value,
  ...interval,
});
