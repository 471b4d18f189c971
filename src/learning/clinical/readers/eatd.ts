import {
  type ClinicalFault,
  type ClinicalParticipant,
  type ClinicalReader,
  checkedParticipants,
  isDepressed,
  type Score,
  scales,
} from "../participant.ts";

/*
 * EATD-Corpus: Y. Shen, H. Yang, L. Lin 2022. A folder holds one volunteer's answers to three questions. What the corpus
 * offers as preprocessed (`_out.wav`) is not used, since its pauses were taken out.
 */

const answers = ["positive.wav", "negative.wav", "neutral.wav"];
const labelFile = "new_label.txt";

export const eatd: ClinicalReader = {
  isText: (path) => /^[tv]_\d+\/new_label\.txt$/.test(path),
  read: (corpus, { paths, texts }) => {
    const faults: ClinicalFault[] = [];
    const participants: ClinicalParticipant[] = [];
    const folders = new Set([...paths].flatMap((path) => /^([tv]_\d+)\//.exec(path)?.[1] ?? []));
    for (const folder of [...folders].sort()) {
      for (const name of [labelFile, ...answers])
        if (!paths.has(`${folder}/${name}`))
          faults.push({ file: `${folder}/${name}`, line: null, reason: "is missing" });
      const text = texts.get(`${folder}/${labelFile}`);
      if (text === undefined) continue;
      const { low, high } = scales.SDS;
      const value = /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : Number.NaN;
      if (!(value >= low && value <= high))
        faults.push({ file: `${folder}/${labelFile}`, line: 1, reason: `is not a number from ${low} to ${high}` });
      const score: Score = { scale: "SDS", value };
      participants.push({
        corpus,
        id: folder,
        gender: null,
        depressed: isDepressed(score),
        score,
        split: folder.startsWith("t") ? "train" : "test",
        fold: null,
        recordings: answers.map((name) => ({ file: `${folder}/${name}`, spans: null })),
      });
    }
    return checkedParticipants(participants, faults, "t_1");
  },
};
