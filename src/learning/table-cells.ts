import type { Figure } from "./figures.ts";
import type { Interval } from "./statistics.ts";

/** As statistics are printed: three digits, no zero before the point, no sign on what rounds to nothing. */
export const rounded = (value: number): string =>
  value
    .toFixed(3)
    .replace("-0.000", "0.000")
    .replace(/^(-?)0\./, "$1.");

export const percent = (value: number): string => `${(100 * value).toFixed(0)} %`;

export const inBrackets = ({ low, high }: Interval): string => `[${rounded(low)} ${rounded(high)}]`;

/** Empty where nothing was measured. */
export const cell = (figure: Figure | null | undefined): string =>
  figure ? `${rounded(figure.value)} ${inBrackets(figure.interval)}` : "";
