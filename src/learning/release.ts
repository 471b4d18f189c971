import { type Bundle, type BundleContent, type GoldenAnswer, readBundle, writeBundle } from "../network/bundle.ts";
import { createScorer } from "../network/scorer.ts";
import type { ParameterValues } from "./trainable.ts";

/** A finished bundle: its files, and itself as any reader would open it. */
export interface Release {
  readonly manifest: string;
  readonly weights: Uint8Array;
  readonly bundle: Bundle;
}

/** Packs trained parameters; the golden answer is what this process's tfjs backend computes with them. */
export async function release(content: Omit<BundleContent, "golden">, parameters: ParameterValues): Promise<Release> {
  const unanswered: GoldenAnswer = { gender: [], emotion: [], depression: [] };
  const draft = open(writeBundle({ ...content, golden: unanswered }, parameters)).bundle;
  const scorer = createScorer(draft);
  const golden = await scorer.goldenAnswer();
  scorer.close();
  return open(writeBundle({ ...content, golden }, parameters));
}

function open(files: { readonly manifest: string; readonly weights: Uint8Array }): Release {
  const read = readBundle(files);
  if (!read.ok) throw new Error(`the bundle just written cannot be read: ${read.fault.message}`);
  return { ...files, bundle: read.value };
}
