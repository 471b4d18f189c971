import type { CorpusRecognition, Figure } from "./recognition.ts";

/** Emotion and gender on unseen speakers. */
export interface Recognition {
  readonly corpora: readonly CorpusRecognition[];
  readonly meanEmotionUar: number;
  readonly meanGenderAccuracy: number;
}

const rounded = (value: number): string => value.toFixed(3).replace(/^0/, "");

const cell = (figure: Figure | null): string =>
  figure ? `${rounded(figure.value)} [${rounded(figure.interval.low)} ${rounded(figure.interval.high)}]` : "";

/** The evaluation as a Markdown table. */
export function evaluationTable({ corpora, meanEmotionUar, meanGenderAccuracy }: Recognition): string {
  const rows = corpora.map(
    ({ corpus, speakers, clips, classes, emotionUar, genderAccuracy }) =>
      `| ${corpus} | ${speakers} | ${clips} | ${classes.length || ""} | ${cell(emotionUar)} | ${cell(genderAccuracy)} |`,
  );
  return [
    "Speaker-disjoint, five folds, every clip alone; mean over seeds, 95 % intervals over speakers.",
    "",
    "| corpus | speakers | clips | classes | emotion UAR | gender accuracy |",
    "|---|---|---|---|---|---|",
    ...rows,
    `| mean | | | | ${rounded(meanEmotionUar)} | ${rounded(meanGenderAccuracy)} |`,
    "",
  ].join("\n");
}
