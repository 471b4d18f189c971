import { type Anchor, anchors, transferAnchors } from "./anchors.ts";
import type { Recognition } from "./recognition.ts";
import { cell, rounded } from "./table-cells.ts";

/** Emotion and gender in people whom no network had heard, beside support vector machines. */
export function recognitionTable({ corpora, meanEmotionUar, meanGenderAccuracy, ...all }: Recognition): string[] {
  return [
    "| corpus | speakers | clips | no speech heard | classes | emotion UAR | SVMs | gender accuracy | SVMs |",
    "|---|---|---|---|---|---|---|---|---|",
    ...corpora.map(
      ({ corpus, speakers, clips, missed, classes, emotionUar, genderAccuracy }) =>
        `| ${corpus} | ${speakers} | ${clips} | ${missed || ""} | ${classes.length || ""} | ${cell(emotionUar)} | ${machines(anchors, corpus, "emotion")} | ${cell(genderAccuracy)} | ${machines(anchors, corpus, "gender")} |`,
    ),
    `| mean | | | | | ${rounded(meanEmotionUar)} | | ${rounded(meanGenderAccuracy)} | |`,
    "",
    "SVMs: one linear support vector machine for all corpora on eGeMAPS and on ComParE 2016 (openSMILE), same folds; measured once with other tools, not by this command.",
    ...(all.speakerGenderAccuracy ? ["", ...speakerTable({ corpora, ...all })] : []),
  ];
}

function speakerTable({
  corpora,
  speakerGenderAccuracy,
}: Pick<Recognition, "corpora" | "speakerGenderAccuracy">): string[] {
  return [
    "Gender by speaker: the mean of the posteriors of all clips of a speaker gives one answer; a speaker in whose clips no speech is heard counts as a mistake.",
    "",
    "| corpus | gender accuracy by speaker |",
    "|---|---|",
    ...corpora.flatMap(({ corpus, speakerGenderAccuracy: own }) => (own ? [`| ${corpus} | ${cell(own)} |`] : [])),
    `| all speakers | ${cell(speakerGenderAccuracy)} |`,
  ];
}

/** The same in corpora of which the networks heard nothing. */
export function transferTable({ corpora, meanEmotionUar, meanGenderAccuracy }: Recognition): string[] {
  return [
    "Each corpus scored by networks that heard no clip of it. Emotion: clips of angry, happy, neutral and sad alone, the answer being one of these; where a corpus lacks one of them, its own classes. Gender: all clips.",
    "",
    "| corpus | speakers | clips | emotions | emotion UAR | SVM | gender accuracy | SVM |",
    "|---|---|---|---|---|---|---|---|",
    ...corpora.map(
      ({ corpus, speakers, clips, classes, emotionUar, genderAccuracy }) =>
        `| ${corpus} | ${speakers} | ${clips} | ${classes.join(", ")} | ${cell(emotionUar)} | ${machines(transferAnchors, corpus, "emotion")} | ${cell(genderAccuracy)} | ${machines(transferAnchors, corpus, "gender")} |`,
    ),
    `| mean | | | | ${rounded(meanEmotionUar)} | | ${rounded(meanGenderAccuracy)} | |`,
    "",
    "SVM: a linear support vector machine on ComParE 2016 (openSMILE) that heard no clip of the corpus either; measured once with other tools, not by this command.",
  ];
}

function machines(known: Readonly<Record<string, Anchor>>, corpus: string, task: keyof Anchor): string {
  const { egemaps, compare } = known[corpus]?.[task] ?? {};
  return [egemaps, compare].flatMap((value) => (value === undefined ? [] : [rounded(value)])).join(", ");
}
