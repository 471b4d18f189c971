import * as v from "valibot";
import {
  type ClinicalFault,
  type ClinicalParticipant,
  type ClinicalReader,
  checkedParticipants,
  isDepressed,
  type Recording,
  type Scale,
  type Score,
  type Split,
  scales,
} from "../participant.ts";
import { meaning, numberFrom, readTable, someText } from "../table.ts";

/*
 * Any folder of recordings with a manifest.csv: a row per recording, in which nobody but the speaker is heard.
 */

const table = "manifest.csv";
const anyScore = numberFrom(0, Math.max(...Object.values(scales).map(({ high }) => high)), "any");
const scaleNames = Object.fromEntries(
  (Object.keys(scales) as Scale[]).map((scale) => [scale.toLowerCase(), scale] as const),
);

const columns = {
  file: someText,
  speaker: someText,
  gender: v.optional(meaning({ "": null, female: "female", male: "male" } as const), ""),
  depressed: v.optional(meaning({ "": null, "0": false, "1": true, no: false, yes: true }), ""),
  score: v.optional(v.union([v.literal(""), anyScore], "is not a number, or empty"), ""),
  scale: v.optional(meaning<Scale | null>({ "": null, ...scaleNames }), ""),
  split: v.optional(meaning<Split | null>({ "": null, train: "train", dev: "dev", test: "test" }), ""),
};

export const folder: ClinicalReader = {
  isText: (path) => path === table,
  read: (corpus, files) => {
    const { rows, faults: ofTable } = readTable(files, table, columns);
    const faults: ClinicalFault[] = [...ofTable];
    const people = new Map<string, ClinicalParticipant & { readonly recordings: Recording[] }>();
    const seen = new Set<string>();
    for (const { line, values } of rows) {
      const refuse = (reason: string): void => void faults.push({ file: table, line, reason });
      const { file, speaker, gender, split } = values;
      const score = scoreOf(values.score, values.scale);
      const depressed = values.depressed ?? (score === null || score === "unfit" ? null : isDepressed(score));
      if (!files.paths.has(file)) refuse(`${file} is missing`);
      else if (seen.has(file)) refuse(`${file} is listed above`);
      if (score === "unfit") refuse("score and scale do not fit each other");
      else if (depressed === null) refuse("neither depressed nor score and scale are given");
      else {
        const known = people.get(speaker);
        const person = { gender, split, score, depressed };
        if (!known)
          people.set(speaker, { corpus, id: speaker, fold: null, ...person, recordings: [{ file, spans: null }] });
        else {
          const differing = (["gender", "split", "depressed"] as const).filter((key) => known[key] !== person[key]);
          if (JSON.stringify(known.score) !== JSON.stringify(score))
            refuse(`speaker ${speaker} had another score above`);
          for (const key of differing) refuse(`speaker ${speaker} had another ${key} above`);
          known.recordings.push({ file, spans: null });
        }
      }
      seen.add(file);
    }
    const splitKnown = new Set([...people.values()].map(({ split }) => split !== null));
    if (splitKnown.size > 1)
      faults.push({ file: table, line: null, reason: "some speakers have a split and others have none" });
    return checkedParticipants([...people.values()], faults, table);
  },
};

/** Null where neither is given. */
function scoreOf(value: number | "", scale: Scale | null): Score | null | "unfit" {
  if (value === "" && scale === null) return null;
  if (value === "" || scale === null) return "unfit";
  const { low, high } = scales[scale];
  return value >= low && value <= high ? { scale, value } : "unfit";
}
