import { describe, expect, it } from "vitest";
import type { ClinicalParticipant } from "../../../src/learning/clinical/participant.ts";
import { type MadeCorpus, madeCorpora, readMade } from "../../help/clinical-corpora.ts";

function participantsOf(name: string, made: MadeCorpus = madeCorpora[name]?.() ?? {}): readonly ClinicalParticipant[] {
  const read = readMade(name, made);
  if (!read.ok) throw new Error(JSON.stringify(read.fault));
  return read.value;
}

const asRow = ({ id, gender, depressed, score, split }: ClinicalParticipant) => [
  id,
  gender,
  depressed,
  score ? `${score.scale} ${score.value}` : null,
  split,
];

describe("clinical corpora", () => {
  it("DAIC-WOZ: PHQ-8 of 10 counts as depressed, splits are the official ones", () => {
    expect(participantsOf("daic-woz").map(asRow)).toEqual([
      ["303", "male", false, "PHQ-8 0", "train"],
      ["320", "female", true, "PHQ-8 20", "train"],
      ["331", "female", true, "PHQ-8 10", "dev"],
      ["600", "male", false, "PHQ-8 4", "test"],
    ]);
  });

  it("DAIC-WOZ: only the participant's turns are heard", () => {
    const [person] = participantsOf("daic-woz");
    expect(person?.recordings).toEqual([
      {
        file: "303_P/303_AUDIO.wav",
        spans: [
          { startSec: 2, endSec: 3.5 },
          { startSec: 5.5, endSec: 7 },
        ],
      },
    ]);
  });

  it("DAIC-WOZ: marks of the transcriber are not speech, known faults of the corpus are mended", () => {
    const made = { ...madeCorpora["daic-woz"]?.() };
    for (const [path, content] of Object.entries(made))
      if (path.startsWith("303_P/")) made[path.replaceAll("303", "373")] = content;
      else if (typeof content === "string") made[path] = content.replace("303,", "373,");
    for (const path of Object.keys(made)) if (path.startsWith("303_P/")) delete made[path];
    made["373_P/373_TRANSCRIPT.csv"] = [
      "start_time\tstop_time\tspeaker\tvalue",
      "1\t2\tParticipant\twhere do i sit",
      "3\t4\tEllie\thi",
      "5\t6\tParticipant\t<sync>",
      "7\t8\tParticipant\tyes",
      "8.5\t9\tParticipant\tand no",
      "390\t400\tParticipant\tsomebody knocks",
      "425\t430\tParticipant\tgone",
    ].join("\r\n");
    expect(participantsOf("daic-woz", made).find(({ id }) => id === "373")?.recordings[0]?.spans).toEqual([
      { startSec: 7, endSec: 9 },
      { startSec: 390, endSec: 395 },
      { startSec: 428, endSec: 430 },
    ]);
  });

  it("E-DAIC: every row of the recogniser is the participant's, and pauses between them stay out", () => {
    const people = participantsOf("e-daic");
    expect(people.map(asRow)).toEqual([
      ["302", "male", false, "PHQ-8 4", "train"],
      ["303", "female", true, "PHQ-8 12", "train"],
      ["601", "female", false, "PHQ-8 2", "dev"],
      ["700", "male", true, "PHQ-8 17", "test"],
    ]);
    expect(people[0]?.recordings[0]?.spans).toEqual([
      { startSec: 0.2, endSec: 1.6 },
      { startSec: 2.1, endSec: 3.8 },
    ]);
  });

  it("MODMA: the diagnosis is the label, lists of words are left out", () => {
    const people = participantsOf("modma");
    expect(people.map(asRow)).toEqual([
      ["02010001", "female", true, "PHQ-9 23", null],
      ["02020004", "male", false, "PHQ-9 2", null],
    ]);
    const files = people[0]?.recordings.map(({ file }) => file);
    expect(files).toHaveLength(23);
    expect(files?.slice(17, 20)).toEqual(["02010001/18.wav", "02010001/19.wav", "02010001/26.wav"]);
  });

  it("EATD: an SDS index of 53 counts as depressed, the raw sound of the answers is heard", () => {
    const people = participantsOf("eatd");
    expect(people.map(asRow)).toEqual([
      ["t_1", null, false, "SDS 52.5", "train"],
      ["t_2", null, true, "SDS 53.75", "train"],
      ["v_1", null, false, "SDS 25", "test"],
    ]);
    expect(people[0]?.recordings.map(({ file }) => file)).toEqual([
      "t_1/positive.wav",
      "t_1/negative.wav",
      "t_1/neutral.wav",
    ]);
  });

  it("Androids: turns of the interviews, the corpus's own folds, and one number for two people", () => {
    const people = participantsOf("androids");
    expect(people.map(({ id, gender, depressed, fold }) => [id, gender, depressed, fold])).toEqual([
      ["01_C", "female", false, 0],
      ["02_C", "male", false, 2],
      ["03_C", "female", false, 4],
      ["01_P", "male", true, 1],
      ["02_P", "female", true, 3],
    ]);
    expect(people[0]?.recordings[0]?.spans).toEqual([
      { startSec: 1, endSec: 2.5 },
      { startSec: 3, endSec: 4.5 },
    ]);
  });

  it("CMDC: the folder's name is the label, answers come in the order of the questions", () => {
    const people = participantsOf("cmdc");
    expect(people.map(asRow)).toEqual([
      ["HC01", null, false, "PHQ-9 3", null],
      ["HC02", null, false, null, null],
      ["MDD01", null, true, "PHQ-9 19", null],
    ]);
    expect(people[1]?.recordings.map(({ file }) => file)).toEqual([
      "part2/HC02/Q1.wav",
      "part2/HC02/Q2.wav",
      "part2/HC02/Q10.wav",
    ]);
  });

  it("a folder with a manifest: depressed or a score with its scale, several recordings a speaker", () => {
    const people = participantsOf("clinic");
    expect(people.map(asRow)).toEqual([
      ["ann", "female", true, null, "train"],
      ["bob", "male", false, "PHQ-8 9", "train"],
      ["cid", null, true, "SDS 53.75", "test"],
    ]);
    expect(people[0]?.recordings).toHaveLength(2);
  });
});

type Damage = (made: Record<string, string | Float32Array>) => void;
const edit =
  (file: string, from: string | RegExp, to: string): Damage =>
  (made) => {
    const before = String(made[file]);
    made[file] = before.replace(from, to);
    if (made[file] === before) throw new Error(`nothing to damage in ${file}`);
  };
const remove =
  (file: string): Damage =>
  (made) => {
    delete made[file];
  };
const add =
  (file: string): Damage =>
  (made) => {
    made[file] = "";
  };

const train = "train_split_Depression_AVEC2017.csv";
const modmaTable = "subjects_information_audio_lanzhou_2015.csv";

const damages: readonly (readonly [corpus: string, what: string, Damage, file: string, line: number | null, string])[] =
  [
    ["daic-woz", "a missing table", remove(train), train, null, "is missing"],
    ["daic-woz", "another heading", edit(train, "PHQ8_Score", "Score"), train, 1, "the heading lacks phq8_score"],
    ["daic-woz", "a score out of range", edit(train, "320,1,20,", "320,1,25,"), train, 3, "whole number from 0 to 24"],
    ["daic-woz", "a gender that is none", edit(train, "320,1,20,1", "320,1,20,2"), train, 3, "gender is none of 0, 1"],
    ["daic-woz", "a row that does not fit", edit(train, "320,1,20,", "320,20,"), train, 3, "does not fit the heading"],
    ["daic-woz", "missing sound", remove("320_P/320_AUDIO.wav"), train, 3, "320_P/320_AUDIO.wav is missing"],
    ["daic-woz", "a split naming nobody", edit(train, "320,", "399,"), train, 3, "399_P/399_AUDIO.wav is missing"],
    [
      "daic-woz",
      "somebody in two splits",
      edit("full_test_split.csv", "600,", "320,"),
      "full_test_split.csv",
      2,
      `stands in ${train}`,
    ],
    ["daic-woz", "somebody in no split", add("305_P/305_AUDIO.wav"), "305_P", null, "no split names this participant"],
    [
      "daic-woz",
      "an unknown voice",
      edit("320_P/320_TRANSCRIPT.csv", "Ellie", "Guest"),
      "320_P/320_TRANSCRIPT.csv",
      2,
      "speaker is none of participant, ellie",
    ],
    [
      "daic-woz",
      "a turn that ends before it starts",
      edit("320_P/320_TRANSCRIPT.csv", "3.500\tParticipant", "1.900\tParticipant"),
      "320_P/320_TRANSCRIPT.csv",
      3,
      "ends before it starts",
    ],
    [
      "daic-woz",
      "overlapping turns",
      edit("320_P/320_TRANSCRIPT.csv", "3.500\tParticipant", "6.000\tParticipant"),
      "320_P/320_TRANSCRIPT.csv",
      5,
      "overlaps that of line 3",
    ],
    [
      "daic-woz",
      "a time that is none",
      edit("320_P/320_TRANSCRIPT.csv", "2.000", "soon"),
      "320_P/320_TRANSCRIPT.csv",
      3,
      "start_time is not a time in seconds",
    ],
    [
      "daic-woz",
      "a participant who says nothing",
      edit("320_P/320_TRANSCRIPT.csv", /Participant/g, "Ellie"),
      "320_P/320_TRANSCRIPT.csv",
      null,
      "says nothing",
    ],
    ["daic-woz", "one class only", edit(train, "320,1,20,", "320,0,2,"), train, null, "the same label"],
    [
      "e-daic",
      "a score out of range",
      edit("labels/train_split.csv", ",1,12,", ",1,-2,"),
      "labels/train_split.csv",
      3,
      "whole number from 0 to 24",
    ],
    [
      "e-daic",
      "a missing transcript",
      remove("data/601_P/601_Transcript.csv"),
      "labels/dev_split.csv",
      2,
      "is missing",
    ],
    [
      "e-daic",
      "another heading",
      edit("data/601_P/601_Transcript.csv", "End_Time", "Stop"),
      "data/601_P/601_Transcript.csv",
      1,
      "lacks end_time",
    ],
    [
      "e-daic",
      "overlapping turns",
      edit("data/601_P/601_Transcript.csv", "2.1", "1.1"),
      "data/601_P/601_Transcript.csv",
      3,
      "overlaps that of line 2",
    ],
    ["modma", "a missing recording", remove("02010001/07.wav"), modmaTable, 2, "02010001/07.wav is missing"],
    [
      "modma",
      "a score out of range",
      edit(modmaTable, "12,23,77", "12,28,77"),
      modmaTable,
      2,
      "phq-9 is not a whole number from 0 to 27",
    ],
    ["modma", "a diagnosis that is none", edit(modmaTable, "MDD", "NC"), modmaTable, 2, "type is none of mdd, hc"],
    ["modma", "somebody listed twice", edit(modmaTable, "2020004", "2010001"), modmaTable, 3, "is listed above"],
    ["modma", "somebody not listed", add("02030009/01.wav"), "02030009", null, "does not list this subject"],
    [
      "eatd",
      "a score out of range",
      edit("t_2/new_label.txt", "53.75", "101"),
      "t_2/new_label.txt",
      1,
      "from 25 to 100",
    ],
    [
      "eatd",
      "a score that is none",
      edit("t_2/new_label.txt", "53.75", "high"),
      "t_2/new_label.txt",
      1,
      "from 25 to 100",
    ],
    ["eatd", "a missing label", remove("t_2/new_label.txt"), "t_2/new_label.txt", null, "is missing"],
    ["eatd", "a missing answer", remove("v_1/neutral.wav"), "v_1/neutral.wav", null, "is missing"],
    ["androids", "a missing table", remove("fold-lists.csv"), "fold-lists.csv", null, "is missing"],
    [
      "androids",
      "a name without sound",
      edit("interview_timedata.csv", "02_CM44_2", "09_CM44_2"),
      "interview_timedata.csv",
      3,
      "no recording of 09_CM44_2",
    ],
    [
      "androids",
      "times that are no pairs",
      edit("interview_timedata.csv", "0.2,1.9", "0.2,1.9,3"),
      "interview_timedata.csv",
      3,
      "not pairs",
    ],
    [
      "androids",
      "overlapping turns",
      edit("interview_timedata.csv", "3.0,4.5", "2.0,4.5"),
      "interview_timedata.csv",
      1,
      "overlaps",
    ],
    [
      "androids",
      "somebody in two folds",
      edit("fold-lists.csv", "'02_CM44_2'", "'01_CF56_1'"),
      "fold-lists.csv",
      3,
      "01_CF56_1 is in two folds",
    ],
    [
      "androids",
      "a fold naming nobody",
      edit("fold-lists.csv", "'02_CM44_2'", "'09_CM44_2'"),
      "fold-lists.csv",
      3,
      "no recording of 09_CM44_2",
    ],
    [
      "androids",
      "another heading",
      edit("fold-lists.csv", "Interview", "Talk"),
      "fold-lists.csv",
      1,
      "lacks Interview",
    ],
    [
      "cmdc",
      "a score out of range",
      edit("SubjectInfo.csv", "MDD01,19", "MDD01,30"),
      "SubjectInfo.csv",
      4,
      "from 0 to 27",
    ],
    [
      "cmdc",
      "somebody without a folder",
      edit("SubjectInfo.csv", "HC02,", "HC03,"),
      "SubjectInfo.csv",
      3,
      "no folder of HC03",
    ],
    [
      "cmdc",
      "somebody not listed",
      edit("SubjectInfo.csv", "HC02,\n", ""),
      "SubjectInfo.csv",
      null,
      "HC02 is not listed",
    ],
    ["clinic", "no manifest", remove("manifest.csv"), "manifest.csv", null, "is missing"],
    ["clinic", "another heading", edit("manifest.csv", "speaker", "person"), "manifest.csv", 1, "lacks speaker"],
    ["clinic", "missing sound", remove("b.wav"), "manifest.csv", 4, "b.wav is missing"],
    [
      "clinic",
      "a score out of its scale",
      edit("manifest.csv", ",9,PHQ-8", ",25,PHQ-8"),
      "manifest.csv",
      4,
      "do not fit",
    ],
    ["clinic", "a scale that is none", edit("manifest.csv", "PHQ-8", "BDI"), "manifest.csv", 4, "scale is none of"],
    ["clinic", "no label", edit("manifest.csv", ",9,PHQ-8", ",,"), "manifest.csv", 4, "neither depressed nor score"],
    [
      "clinic",
      "a speaker in two splits",
      edit("manifest.csv", "a/2.wav,ann,female,yes,,,train", "a/2.wav,ann,female,yes,,,test"),
      "manifest.csv",
      3,
      "speaker ann had another split above",
    ],
    [
      "clinic",
      "a split that is none",
      edit("manifest.csv", "SDS,test", "SDS,later"),
      "manifest.csv",
      5,
      "split is none of",
    ],
    [
      "clinic",
      "some without a split",
      edit("manifest.csv", "SDS,test", "SDS,"),
      "manifest.csv",
      null,
      "others have none",
    ],
  ];

describe("a damaged clinical corpus", () => {
  it.each(damages)("%s is refused for %s, with file, line and reason", (corpus, _, damage, file, line, reason) => {
    const made = { ...madeCorpora[corpus]?.() };
    damage(made);
    const read = readMade(corpus, made);
    expect(read.ok ? [] : read.fault).toContainEqual({ file, line, reason: expect.stringContaining(reason) });
  });

  it("never repeats a score", () => {
    const made = { ...madeCorpora["daic-woz"]?.() };
    edit(train, "320,1,20,", "320,1,77,")(made);
    const read = readMade("daic-woz", made);
    expect(JSON.stringify(read.ok ? "" : read.fault)).not.toContain("77");
  });
});
