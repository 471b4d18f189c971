/** Whom a network does not hear: a fold of the speakers of every corpus, a whole corpus, or nobody. */
export type LeftOut = { readonly fold: number } | { readonly corpus: string } | null;

export function isLeftOut(
  leftOut: LeftOut,
  { corpus, fold }: { readonly corpus: string; readonly fold: number },
): boolean {
  if (leftOut === null) return false;
  return "fold" in leftOut ? leftOut.fold === fold : leftOut.corpus === corpus;
}

export function describeLeftOut(leftOut: LeftOut): string {
  if (leftOut === null) return "all";
  return "fold" in leftOut ? `without fold ${leftOut.fold}` : `without ${leftOut.corpus}`;
}
