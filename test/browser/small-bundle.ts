import "@tensorflow/tfjs-backend-cpu";
import { setBackend } from "@tensorflow/tfjs-core";
import { type Bundle, readBundle, writeBundle } from "../../src/network/bundle.ts";
import { createScorer, type Scorer } from "../../src/network/scorer.ts";
import { randomParameters, smallBundleFiles, smallContent, smallNetwork } from "../help/bundles.ts";

export interface SmallBundle {
  readonly manifest: string;
  readonly weights: Uint8Array;
  readonly bundle: Bundle;
  /** On tfjs's plain JavaScript backend. */
  readonly scorer: Scorer;
}

function read(files: { readonly manifest: string; readonly weights: Uint8Array }): Bundle {
  const result = readBundle(files);
  if (!result.ok) throw new Error(result.fault.message);
  return result.value;
}

/** A small network with random weights and its right answer to the golden windows. */
export async function makeSmallBundle(): Promise<SmallBundle> {
  await setBackend("cpu");
  const unanswered = createScorer(read(smallBundleFiles()));
  const golden = await unanswered.goldenAnswer();
  unanswered.close();
  const files = writeBundle({ ...smallContent, golden }, randomParameters(smallNetwork));
  const bundle = read(files);
  return { ...files, bundle, scorer: createScorer(bundle) };
}
