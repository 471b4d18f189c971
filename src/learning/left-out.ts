import { createRandom } from "../base/random.ts";

/**
 * Whom a network does not hear: a fold of the speakers of every corpus, a whole corpus, or nobody. Or, to show what that
 * would hide, a random share of the recordings of some folds' speakers, whose other recordings it does hear.
 */
export type LeftOut = { readonly fold: number } | { readonly corpus: string } | LeakyShare | null;

/** The recordings of these folds are dealt at random into as many parts as there are folds; one part is left out. */
export interface LeakyShare {
  readonly leakyFolds: readonly number[];
  readonly part: number;
}

export function isLeftOut(
  leftOut: LeftOut,
  { corpus, fold, id }: { readonly corpus: string; readonly fold: number; readonly id: string },
): boolean {
  if (leftOut === null) return false;
  if ("leakyFolds" in leftOut) {
    const { leakyFolds, part } = leftOut;
    return leakyFolds.includes(fold) && createRandom(`${corpus}/${id}`).below(leakyFolds.length) === part;
  }
  return "fold" in leftOut ? leftOut.fold === fold : leftOut.corpus === corpus;
}

export function describeLeftOut(leftOut: LeftOut): string {
  if (leftOut === null) return "all";
  if ("leakyFolds" in leftOut) return `without part ${leftOut.part} of folds ${leftOut.leakyFolds.join(", ")}`;
  return "fold" in leftOut ? `without fold ${leftOut.fold}` : `without ${leftOut.corpus}`;
}
