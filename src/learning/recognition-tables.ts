import { type Anchor, anchors, transferAnchors } from "./anchors.ts";
import { mean } from "./figures.ts";
import type { Recognition } from "./recognition.ts";
import { earlierClips, type SittingFigures } from "./sittings.ts";
import { cell, inBrackets, rounded } from "./table-cells.ts";

/** Emotion and gender in people whom no network had heard, beside support vector machines. */
export function recognitionTable({ corpora, ...all }: Recognition): string[] {
  return [
    "| corpus | speakers | clips | no speech heard | classes | emotion UAR | SVMs | gender accuracy | SVMs |",
    "|---|---|---|---|---|---|---|---|---|",
    ...corpora.map(
      ({ corpus, speakers, clips, missed, classes, emotionUar, genderAccuracy }) =>
        `| ${corpus} | ${speakers} | ${clips} | ${missed || ""} | ${classes.length || ""} | ${cell(emotionUar)} | ${machines(anchors, corpus, "emotion")} | ${cell(genderAccuracy)} | ${machines(anchors, corpus, "gender")} |`,
    ),
    `| mean | | | | | ${meanCell(all, "emotionUar")} | | ${meanCell(all, "genderAccuracy")} | |`,
    "",
    ...(corpora.some(({ speakers }) => speakers < fewSpeakers)
      ? [`Where a corpus has fewer than ${fewSpeakers} speakers its intervals are rather too narrow than too wide.`, ""]
      : []),
    "SVMs: one linear support vector machine for all corpora on eGeMAPS and on ComParE 2016 (openSMILE), same folds; measured once with other tools, not by this command.",
    "",
    ...speakerTable({ corpora, ...all }),
  ];
}

function speakerTable({
  corpora,
  speakerGenderAccuracy,
}: Pick<Recognition, "corpora" | "speakerGenderAccuracy">): string[] {
  return [
    "Gender by speaker: the mean of the posteriors of all clips of a speaker gives one answer; a speaker in whose clips no speech is heard counts as a mistake. Score intervals.",
    "",
    "| corpus | gender accuracy by speaker |",
    "|---|---|",
    ...corpora.flatMap(({ corpus, speakerGenderAccuracy: own }) => (own ? [`| ${corpus} | ${cell(own)} |`] : [])),
    `| all speakers | ${cell(speakerGenderAccuracy)} |`,
  ];
}

/** Emotion where other clips of the speaker came before, beside each clip heard alone. */
export function sittingTable({ corpora, meanEmotionUar, meanGain }: SittingFigures, alone: Recognition): string[] {
  const ofAlone = new Map(alone.corpora.map(({ corpus, emotionUar }) => [corpus, emotionUar]));
  return [
    `The same clips and networks, each clip as if up to ${earlierClips} other clips of its speaker had come before it, drawn at random over all emotions, never the clip itself: its windows then know the mean of that earlier speech, as any window on the page does after ten seconds. By then the page knows the timing of the take as well; since clips are too short for one, they get that of some session of those left out. Where a speaker's other clips hold less than ten seconds, a clip is heard alone.`,
    "",
    "| corpus | clips | late in a sitting | emotion UAR | alone | gain (paired) |",
    "|---|---|---|---|---|---|",
    ...corpora.map(
      ({ corpus, clips, later, emotionUar, gain }) =>
        `| ${corpus} | ${clips} | ${later} | ${cell(emotionUar)} | ${cell(ofAlone.get(corpus))} | ${cell(gain)} |`,
    ),
    `| mean | | | ${rounded(meanEmotionUar)} | ${rounded(alone.meanEmotionUar)} | ${rounded(meanGain)} |`,
  ];
}

/** The same in corpora of which the networks heard nothing. */
export function transferTable({ corpora, ...all }: Recognition): string[] {
  return [
    "Each corpus scored by a network (first seed) that heard no clip of it. Emotion: clips of angry, happy, neutral and sad alone, the answer being one of these; where a corpus lacks one of them, its own classes. Gender: all clips. How much each vote of the network counts was chosen on these corpora among others (docs/decisions/0010-how-much-each-vote-counts.md), and what says where speech is has learned from clips of all of them: corpora that had no part in either would be told somewhat worse.",
    "",
    "| corpus | speakers | clips | emotions | emotion UAR | SVM | gender accuracy | SVM |",
    "|---|---|---|---|---|---|---|---|",
    ...corpora.map(
      ({ corpus, speakers, clips, classes, emotionUar, genderAccuracy }) =>
        `| ${corpus} | ${speakers} | ${clips} | ${classes.join(", ")} | ${cell(emotionUar)} | ${machines(transferAnchors, corpus, "emotion")} | ${cell(genderAccuracy)} | ${machines(transferAnchors, corpus, "gender")} |`,
    ),
    `| mean | | | | ${meanCell(all, "emotionUar")} | ${meanOfMachines(corpora)} | ${meanCell(all, "genderAccuracy")} | |`,
    "",
    "SVM: a linear support vector machine on ComParE 2016 (openSMILE) that heard no clip of the corpus either; measured once with other tools, not by this command.",
  ];
}

const fewSpeakers = 10;

type Means = Pick<Recognition, "meanEmotionUar" | "meanGenderAccuracy" | "meanIntervals">;

function meanCell(
  { meanEmotionUar, meanGenderAccuracy, meanIntervals }: Means,
  of: keyof Recognition["meanIntervals"],
): string {
  const value = of === "emotionUar" ? meanEmotionUar : meanGenderAccuracy;
  return `${rounded(value)} ${inBrackets(meanIntervals[of])}`;
}

/** Of what stands beside the emotions; empty where something is missing there. */
function meanOfMachines(corpora: Recognition["corpora"]): string {
  const judged = corpora.filter(({ emotionUar }) => emotionUar !== null);
  const known = judged.map(({ corpus }) => transferAnchors[corpus]?.emotion?.compare ?? Number.NaN);
  return known.some(Number.isNaN) ? "" : rounded(mean(known));
}

function machines(known: Readonly<Record<string, Anchor>>, corpus: string, task: keyof Anchor): string {
  const { egemaps, compare } = known[corpus]?.[task] ?? {};
  return [egemaps, compare].flatMap((value) => (value === undefined ? [] : [rounded(value)])).join(", ");
}
