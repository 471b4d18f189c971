import type { ClinicalReader } from "./participant.ts";
import { androids } from "./readers/androids.ts";
import { cmdc } from "./readers/cmdc.ts";
import { daicWoz } from "./readers/daic-woz.ts";
import { eDaic } from "./readers/e-daic.ts";
import { eatd } from "./readers/eatd.ts";
import { folder } from "./readers/folder.ts";
import { modma } from "./readers/modma.ts";

/** A corpus with labels of depression that this project knows. */
export interface ClinicalCorpus {
  readonly reader: ClinicalReader;
  /** What makes somebody depressed in it. */
  readonly labels: string;
  /** In short; docs/corpora.md says where they stand. */
  readonly terms: string;
}

const known: Readonly<Record<string, ClinicalCorpus>> = {
  androids: { reader: androids, labels: "diagnosis", terms: "academic, non-commercial research; no redistribution" },
  cmdc: { reader: cmdc, labels: "diagnosis", terms: "signed agreement with the authors" },
  "daic-woz": {
    reader: daicWoz,
    labels: "PHQ-8 of 10 or more",
    terms: "signed agreement with USC; academic, non-commercial research",
  },
  "e-daic": {
    reader: eDaic,
    labels: "PHQ-8 of 10 or more",
    terms: "signed agreement with USC; academic, non-commercial research",
  },
  eatd: { reader: eatd, labels: "SDS index of 53 or more", terms: "as its authors state them; research" },
  modma: { reader: modma, labels: "diagnosis", terms: "signed agreement with Lanzhou University; research" },
};

export const knownCorpora: readonly string[] = Object.keys(known);

/** Any other name is a folder with a manifest.csv. */
export const clinicalCorpus = (name: string): ClinicalCorpus =>
  known[name] ?? { reader: folder, labels: "as its manifest says", terms: "not known to this project" };

/** Corpora that hold the same people: whoever is learned from in one would be tested in the other. */
export const sharedPeople: readonly (readonly [string, string])[] = [["daic-woz", "e-daic"]];
