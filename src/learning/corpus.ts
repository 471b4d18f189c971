import { parse } from "csv-parse/sync";
import { fail, ok, type Result } from "../base/result.ts";
import { type Emotion, emotions, type Gender, genders } from "../network/labels.ts";

/** One recorded utterance of a corpus, as its manifest describes it. */
export interface Clip {
  /** Name of the corpus: its folder. */
  readonly corpus: string;
  /** Path inside the corpus folder, with forward slashes. */
  readonly file: string;
  readonly speaker: string;
  /** Null where the corpus publishes none. */
  readonly gender: Gender | null;
  /** Null where nobody labelled it: unlabelled is not neutral. */
  readonly emotion: Emotion | null;
  /** Equal identifiers are equal sentences; empty where unknown. */
  readonly text: string;
  readonly take: string;
  /** ISO 639-1 code, empty where unknown. */
  readonly language: string;
}

/** A recording without speech. */
export interface NoiseClip {
  readonly corpus: string;
  readonly file: string;
  readonly category: string;
}

/** Whether people made a noise: mixed under a voice it would be heard as the speaker's own. */
export const isHumanNoise = (category: string): boolean => category === "baby_cry" || category === "person_sneeze";

/** What a manifest lists: utterances, or noises where it has a column `category` in place of `speaker`. */
export type Manifest =
  | { readonly kind: "speech"; readonly clips: readonly Clip[] }
  | { readonly kind: "noise"; readonly clips: readonly NoiseClip[] };

/** A row that cannot be used; `line` counts from 1 and includes the heading. */
export interface ManifestFault {
  readonly line: number;
  readonly reason: string;
}

/**
 * Reads a manifest.csv: comma-separated with a heading, UTF-8, a BOM and CRLF allowed, columns in any order and further
 * ones ignored. One bad row refuses the whole manifest, since a corpus that silently lost rows gives other figures.
 *
 * @returns the clips in the manifest's order, or every bad row with its reason
 */
export function parseManifest(corpus: string, csv: string): Result<Manifest, readonly ManifestFault[]> {
  let rows: { record: Record<string, string>; info: { lines: number } }[];
  try {
    rows = parse(csv, { columns: true, bom: true, info: true, skip_empty_lines: true, trim: true }) as typeof rows;
  } catch (error) {
    const line = error instanceof Error && "lines" in error && typeof error.lines === "number" ? error.lines : 1;
    return fail([{ line, reason: error instanceof Error ? error.message : String(error) }]);
  }
  const first = rows[0];
  if (first === undefined) return fail([{ line: 1, reason: "the manifest lists nothing" }]);
  return "speaker" in first.record || !("category" in first.record)
    ? parseSpeech(corpus, rows)
    : parseNoise(corpus, rows);
}

type Row = { readonly record: Record<string, string>; readonly info: { readonly lines: number } };

function parseSpeech(corpus: string, rows: readonly Row[]): Result<Manifest, readonly ManifestFault[]> {
  const faults: ManifestFault[] = [];
  const clips: Clip[] = [];
  const genderOf = new Map<string, Gender | null>();
  const seen = new Set<string>();
  for (const { record, info } of rows) {
    const { file = "", speaker = "", gender = "", emotion = "", text = "", take = "", language = "" } = record;
    const refuse = (reason: string): void => void faults.push({ line: info.lines, reason });
    const fileFault = faultOfFile(file, seen);
    const knownGender = gender === "" ? null : genders.find((g) => g === gender);
    const knownEmotion = emotion === "" ? null : emotions.find((e) => e === emotion);
    if (fileFault !== null) refuse(fileFault);
    else if (speaker === "") refuse("no speaker: clips without one cannot be kept out of a test set");
    else if (knownGender === undefined) refuse(`gender "${gender}" is none of ${genders.join(", ")} or empty`);
    else if (knownEmotion === undefined) refuse(`emotion "${emotion}" is none of ${emotions.join(", ")} or empty`);
    else if (genderOf.has(speaker) && genderOf.get(speaker) !== knownGender)
      refuse(`speaker ${speaker} had another gender above`);
    else {
      genderOf.set(speaker, knownGender);
      clips.push({ corpus, file, speaker, gender: knownGender, emotion: knownEmotion, text, take, language });
    }
  }
  return faults.length > 0 ? fail(faults) : ok({ kind: "speech", clips });
}

function parseNoise(corpus: string, rows: readonly Row[]): Result<Manifest, readonly ManifestFault[]> {
  const faults: ManifestFault[] = [];
  const clips: NoiseClip[] = [];
  const seen = new Set<string>();
  for (const { record, info } of rows) {
    const { file = "", category = "" } = record;
    const fileFault = faultOfFile(file, seen);
    if (fileFault !== null) faults.push({ line: info.lines, reason: fileFault });
    else clips.push({ corpus, file, category });
  }
  return faults.length > 0 ? fail(faults) : ok({ kind: "noise", clips });
}

/** Null for a usable path; remembers it, because a file listed twice would count twice. */
function faultOfFile(file: string, seen: Set<string>): string | null {
  if (file === "") return "no file";
  if (file.startsWith("/") || file.split(/[/\\]/).includes("..")) return `file "${file}" lies outside the corpus`;
  if (seen.has(file)) return `file "${file}" is listed above`;
  seen.add(file);
  return null;
}

export interface Speaker {
  readonly id: string;
  readonly gender: Gender | null;
}

/** The speakers of some clips, each once, in order of id. */
export function speakersOf(clips: readonly Clip[]): readonly Speaker[] {
  const byId = new Map(clips.map((clip) => [clip.speaker, { id: clip.speaker, gender: clip.gender }]));
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

export const foldCount = 5;

/**
 * Deals the speakers of ONE corpus into five folds: in order of id, women first, then men, then unknown, dealt
 * 0, 1, 2, 3, 4, 0 …, so that every fold gets its share of each gender.
 *
 * @returns fold by speaker id
 */
export function foldsOf(speakers: readonly Speaker[]): ReadonlyMap<string, number> {
  const rank = (gender: Gender | null): number => (gender === null ? genders.length : genders.indexOf(gender));
  const dealt = [...speakers].sort(
    (a, b) => rank(a.gender) - rank(b.gender) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  );
  return new Map(dealt.map((speaker, i) => [speaker.id, i % foldCount]));
}

/** The emotions that a corpus has, in the order of the network's outputs: its scores are restricted to them. */
export function emotionsOf(clips: readonly Clip[]): readonly Emotion[] {
  return emotions.filter((emotion) => clips.some((clip) => clip.emotion === emotion));
}
