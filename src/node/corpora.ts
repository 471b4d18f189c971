import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { decodeTake } from "../audio/decoding/decode.ts";
import { fail, ok, type Result } from "../base/result.ts";
import { featureSpec } from "../features/spec.ts";
import { type Clip, type ManifestFault, type NoiseClip, parseManifest, speakersOf } from "../learning/corpus.ts";
import type { SoundSource } from "../learning/simulation/render.ts";
import { openSoundFile } from "./files.ts";

/** The corpora of one folder: speech by corpus in order of name, and the noises apart. */
export interface Corpora {
  readonly dir: string;
  readonly speech: ReadonlyMap<string, readonly Clip[]>;
  readonly noise: readonly NoiseClip[];
}

export type CorporaFault =
  | { readonly kind: "missing"; readonly dir: string }
  | { readonly kind: "no-manifest"; readonly dir: string }
  | { readonly kind: "bad-manifest"; readonly path: string; readonly faults: readonly ManifestFault[] }
  | {
      readonly kind: "shared-speaker";
      readonly dir: string;
      readonly speaker: string;
      readonly corpora: readonly [string, string];
    };

/** The folder of corpora: what was asked for, else UNDERTONE_CORPORA, else `corpora/` in the working directory. */
export function corporaDir(option: string | undefined, environment: NodeJS.ProcessEnv = process.env): string {
  return resolve(option ?? environment.UNDERTONE_CORPORA ?? "corpora");
}

/**
 * Reads every sub-folder that holds a manifest.csv; others are passed over. A speaker's id is theirs in all corpora: voices
 * are measured, rendered and judged by it, and each corpus deals its own speakers into folds.
 */
export async function readCorpora(dir: string): Promise<Result<Corpora, CorporaFault>> {
  let names: string[];
  try {
    names = (await readdir(dir)).sort();
  } catch {
    return fail({ kind: "missing", dir });
  }
  const speech = new Map<string, readonly Clip[]>();
  const noise: NoiseClip[] = [];
  const corpusOf = new Map<string, string>();
  for (const name of names) {
    const path = join(dir, name, "manifest.csv");
    let csv: string;
    try {
      csv = await readFile(path, "utf8");
    } catch {
      continue;
    }
    const manifest = parseManifest(name, csv);
    if (!manifest.ok) return fail({ kind: "bad-manifest", path, faults: manifest.fault });
    if (manifest.value.kind === "noise") {
      noise.push(...manifest.value.clips);
      continue;
    }
    speech.set(name, manifest.value.clips);
    for (const { id: speaker } of speakersOf(manifest.value.clips)) {
      const other = corpusOf.get(speaker);
      if (other !== undefined) return fail({ kind: "shared-speaker", dir, speaker, corpora: [other, name] });
      corpusOf.set(speaker, name);
    }
  }
  return speech.size === 0 ? fail({ kind: "no-manifest", dir }) : ok({ dir, speech, noise });
}

export const clipPath = (corpora: Corpora, clip: Clip | NoiseClip): string => join(corpora.dir, clip.corpus, clip.file);

/**
 * The samples of a clip at FeatureSpec's rate. A clip that a manifest lists and that cannot be heard is a broken corpus:
 * that throws, with the path.
 */
export async function readClip(corpora: Corpora, clip: Clip | NoiseClip): Promise<Float32Array> {
  const path = clipPath(corpora, clip);
  const opened = openSoundFile(path);
  if (!opened.ok) throw new Error(`${path}: ${opened.fault.message}`);
  const take = await decodeTake(opened.value.file, { sampleRateHz: featureSpec.sampleRateHz });
  opened.value.close();
  if (!take.ok) throw new Error(`${path}: ${"message" in take.fault ? take.fault.message : take.fault.kind}`);
  return take.value.samples;
}

/** Reads clips and noises once each; what was read is forgotten with this. */
export function soundsOf(corpora: Corpora): SoundSource {
  const known = new Map<string, Promise<Float32Array>>();
  const read: SoundSource["clip"] & SoundSource["noise"] = (clip) => {
    const path = clipPath(corpora, clip);
    const samples = known.get(path) ?? readClip(corpora, clip);
    known.set(path, samples);
    return samples;
  };
  return { clip: read, noise: read };
}

/** What to tell someone whose corpora could not be read. */
export function describeCorporaFault(fault: CorporaFault): string {
  switch (fault.kind) {
    case "missing":
      return `There is no folder of corpora at ${fault.dir}. Name one with --corpora DIR or UNDERTONE_CORPORA; docs/corpora.md says what it holds and where corpora are obtained.`;
    case "no-manifest":
      return `No sub-folder of ${fault.dir} holds speech with a manifest.csv; docs/corpora.md describes the layout.`;
    case "bad-manifest": {
      const shown = fault.faults.slice(0, 5).map(({ line, reason }) => `  line ${line}: ${reason}`);
      const more = fault.faults.length > 5 ? [`  and ${fault.faults.length - 5} more`] : [];
      return [`${fault.path} cannot be used:`, ...shown, ...more].join("\n");
    }
    case "shared-speaker": {
      const [one, other] = fault.corpora;
      return `In ${fault.dir}, both ${one} and ${other} have a speaker ${fault.speaker}. Put the corpus's name before the ids of its speakers; who speaks in two corpora belongs into one.`;
    }
  }
}

/** The corpora of a folder that was read before: what is wrong with it now throws. */
export async function openCorpora(dir: string): Promise<Corpora> {
  const corpora = await readCorpora(dir);
  if (!corpora.ok) throw new Error(describeCorporaFault(corpora.fault));
  return corpora.value;
}
