import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { encodeWav } from "../../src/audio/wav.ts";
import { clinicalCorpus } from "../../src/learning/clinical/corpora.ts";
import type { ClinicalResult, CorpusFiles } from "../../src/learning/clinical/participant.ts";
import { type ClipName, clipNames, readClip } from "./speech-clips.ts";

/*
 * Small corpora in the layouts of those that may not be shipped. Nothing in them comes from the real ones: the people are
 * made up, and their voices are synthetic.
 */

/** Path to text, or to samples at 16 kHz. */
export type MadeCorpus = Readonly<Record<string, string | Float32Array>>;

const rateHz = 16_000;

const clips = new Map(await Promise.all(clipNames.map(async (name) => [name, await readClip(name)] as const)));

/** Some seconds of synthetic speech; another voice for every seed, other ones for the lively than for the depressed. */
export function voiceOf(seed: number, sec: number, lively: boolean): Float32Array {
  const names: readonly ClipName[] = lively
    ? ["male-lively", "female-high", "female-noisy"]
    : ["male-low", "female-mid", "male-noisy"];
  const clip = clips.get(names[seed % names.length] as ClipName) as Float32Array;
  const offset = Math.round(0.3 * rateHz) + ((seed * 997) % 8000);
  return Float32Array.from({ length: Math.round(sec * rateHz) }, (_, i) => clip[(offset + i) % clip.length] as number);
}

const lines = (...rows: readonly string[]): string => `${rows.join("\n")}\n`;

export interface DaicPerson {
  readonly id: number;
  readonly score: number;
  readonly woman: boolean;
}

/** An interview of `rounds` questions of one second and answers of `answerSec`, half a second apart. */
function interview(person: DaicPerson, rounds: number, answerSec: number): { sound: Float32Array; turns: string[] } {
  const roundSec = 1 + 0.5 + answerSec + 0.5;
  const sound = new Float32Array(Math.round((rounds * roundSec + 0.5) * rateHz));
  const turns: string[] = [];
  for (let round = 0; round < rounds; round++) {
    const startSec = 0.5 + round * roundSec;
    const answerAtSec = startSec + 1.5;
    sound.set(voiceOf(6, 1, true), Math.round(startSec * rateHz));
    sound.set(voiceOf(person.id + round, answerSec, person.score < 10), Math.round(answerAtSec * rateHz));
    turns.push(
      `${startSec.toFixed(3)}\t${(startSec + 1).toFixed(3)}\tEllie\thow_are_you (how "are you doing)`,
      `${answerAtSec.toFixed(3)}\t${(answerAtSec + answerSec).toFixed(3)}\tParticipant\tmm fine`,
    );
  }
  return { sound, turns };
}

/** DAIC-WOZ: three tables of splits, a folder a person with sound and transcript. */
export function madeDaicWoz(
  people: Readonly<Record<"train" | "dev" | "test", readonly DaicPerson[]>> = {
    train: [
      { id: 303, score: 0, woman: false },
      { id: 320, score: 20, woman: true },
    ],
    dev: [{ id: 331, score: 10, woman: true }],
    test: [{ id: 600, score: 4, woman: false }],
  },
  rounds = 2,
  answerSec = 1.5,
): MadeCorpus {
  const row = ({ id, score, woman }: DaicPerson): string => `${id},${score >= 10 ? 1 : 0},${score},${woman ? 1 : 0}`;
  const items = ",0,0,0,0,0,0,0,0";
  const itemNames =
    ",PHQ8_NoInterest,PHQ8_Depressed,PHQ8_Sleep,PHQ8_Tired,PHQ8_Appetite,PHQ8_Failure,PHQ8_Concentrating,PHQ8_Moving";
  const heading = `Participant_ID,PHQ8_Binary,PHQ8_Score,Gender${itemNames}`;
  const files: Record<string, string | Float32Array> = {
    "train_split_Depression_AVEC2017.csv": lines(heading, ...people.train.map((person) => row(person) + items)),
    "dev_split_Depression_AVEC2017.csv": lines(heading, ...people.dev.map((person) => row(person) + items)),
    "full_test_split.csv": lines("Participant_ID,PHQ_Binary,PHQ_Score,Gender", ...people.test.map(row)),
  };
  for (const person of [...people.train, ...people.dev, ...people.test]) {
    const { sound, turns } = interview(person, rounds, answerSec);
    files[`${person.id}_P/${person.id}_AUDIO.wav`] = sound;
    files[`${person.id}_P/${person.id}_TRANSCRIPT.csv`] = lines("start_time\tstop_time\tspeaker\tvalue", ...turns);
    files[`${person.id}_P/${person.id}_COVAREP.csv`] = "0,0,0\n";
  }
  return files;
}

/** E-DAIC: tables in labels/, people in data/, transcripts of a recogniser that do not say who speaks. */
export function madeEDaic(): MadeCorpus {
  const heading = "Participant_ID,Gender,PHQ_Binary,PHQ_Score,PCL-C (PTSD),PTSD Severity";
  const files: Record<string, string | Float32Array> = {
    "labels/train_split.csv": lines(heading, "302,male,0,4,0,28.0", "303,female,1,12,1,50.0"),
    "labels/dev_split.csv": lines(heading, "601,female,0,2,0,20.0"),
    "labels/test_split.csv": lines(heading, "700,male,1,17,1,61.0"),
  };
  for (const id of [302, 303, 601, 700]) {
    files[`data/${id}_P/${id}_AUDIO.wav`] = voiceOf(id, 4, id !== 303);
    files[`data/${id}_P/${id}_Transcript.csv`] = lines(
      "Start_Time,End_Time,Text,Confidence",
      '0.2,1.6,"well, I said ""so""",0.93',
      "2.1,3.8,I did,0.87",
    );
  }
  return files;
}

export function madeModma(): MadeCorpus {
  const files: Record<string, string | Float32Array> = {
    "subjects_information_audio_lanzhou_2015.csv": `\uFEFF${lines(
      "subject id,type,age,gender,education（years）,PHQ-9,CTQ-SF,LES,SSRS,GAD-7,PSQI,,",
      "2010001,MDD,30,F,12,23,77,-143,31,18,12,,",
      "2020004,HC,25,M,19,2,40,0,44,1,3,,remarks",
    )}`,
  };
  for (const id of ["02010001", "02020004"])
    for (let i = 1; i <= 29; i++) files[`${id}/${String(i).padStart(2, "0")}.wav`] = voiceOf(i, 0.4, id === "02020004");
  return files;
}

export function madeEatd(): MadeCorpus {
  const files: Record<string, string | Float32Array> = {};
  for (const [folder, score] of [
    ["t_1", "52.5"],
    ["t_2", "53.75"],
    ["v_1", "25"],
  ] as const) {
    for (const answer of ["positive", "negative", "neutral"]) {
      files[`${folder}/${answer}.wav`] = voiceOf(score.length, 0.8, score !== "53.75");
      files[`${folder}/${answer}_out.wav`] = voiceOf(score.length, 0.5, true);
      files[`${folder}/${answer}.txt`] = "…\n";
    }
    files[`${folder}/label.txt`] = String(Number(score) / 1.25);
    files[`${folder}/new_label.txt`] = `${score}\n`;
  }
  return files;
}

export function madeAndroids(): MadeCorpus {
  const files: Record<string, string | Float32Array> = {
    "interview_timedata.csv": `\uFEFF${lines("01_CF56_1,1.0,2.5,3.0,4.5", "01_PM53_4,0.5,2.0,,", "02_CM44_2,0.2,1.9", "02_PF61_X,0.2,3.9", "03_CF40_3,0,4.2")}`,
    "fold-lists.csv": lines(
      "Read,,,,,,,Interview,,,,",
      "fold1,fold2,fold3,fold4,fold5,,,fold1,fold2,fold3,fold4,fold5",
      "'07_PF22_1',,,,,,,'01_CF56_1','01_PM53_4','02_CM44_2','02_PF61_X','03_CF40_3'",
    ),
    "Reading-Task/audio/PT/07_PF22_1.wav": voiceOf(1, 0.5, true),
  };
  for (const name of ["01_CF56_1", "01_PM53_4", "02_CM44_2", "02_PF61_X", "03_CF40_3"]) {
    const group = name.includes("_P") ? "PT" : "HC";
    files[`Interview-Task/audio/${group}/${name}.wav`] = voiceOf(name.charCodeAt(1), 5, group === "HC");
  }
  return files;
}

export function madeCmdc(): MadeCorpus {
  const files: Record<string, string | Float32Array> = {
    "SubjectInfo.csv": lines("ID,PHQtotal", "HC01,3", "HC02,", "MDD01,19"),
  };
  for (const folder of ["part1/HC01", "part1/MDD01", "part2/HC02"])
    for (const question of [1, 2, 10]) {
      files[`${folder}/Q${question}.wav`] = voiceOf(question, 0.7, !folder.includes("MDD"));
      files[`${folder}/Q${question}.txt`] = "…\n";
    }
  return files;
}

export function madeFolder(): MadeCorpus {
  return {
    "manifest.csv": lines(
      "file,speaker,gender,depressed,score,scale,split",
      "a/1.wav,ann,female,yes,,,train",
      "a/2.wav,ann,female,yes,,,train",
      "b.wav,bob,male,,9,PHQ-8,train",
      "c.wav,cid,,,53.75,SDS,test",
    ),
    "a/1.wav": voiceOf(1, 1, false),
    "a/2.wav": voiceOf(1, 1, false),
    "b.wav": voiceOf(2, 1, true),
    "c.wav": voiceOf(3, 1, false),
  };
}

export const madeCorpora: Readonly<Record<string, () => MadeCorpus>> = {
  "daic-woz": madeDaicWoz,
  "e-daic": madeEDaic,
  modma: madeModma,
  eatd: madeEatd,
  androids: madeAndroids,
  cmdc: madeCmdc,
  clinic: madeFolder,
};

/** What its reader says of a corpus that lies nowhere. */
export function readMade(name: string, made: MadeCorpus): ClinicalResult {
  const { reader } = clinicalCorpus(name);
  const texts = Object.entries(made).flatMap(([path, content]) =>
    typeof content === "string" && reader.isText(path) ? [[path, content] as const] : [],
  );
  const files: CorpusFiles = { paths: new Set(Object.keys(made)), texts: new Map(texts) };
  return reader.read(name, files);
}

/** Writes a corpus into a folder. */
export function writeMade(dir: string, made: MadeCorpus): void {
  for (const [path, content] of Object.entries(made)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), typeof content === "string" ? content : encodeWav(content, rateHz, "int16"));
  }
}
