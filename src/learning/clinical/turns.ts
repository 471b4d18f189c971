import type { ClinicalFault, Span } from "./participant.ts";

/** Somebody speaks. */
export interface Turn extends Span {
  /** Of the table that says so. */
  readonly line: number;
  readonly who: "participant" | "interviewer";
}

/** A pause in a turn is kept up to this; a longer one may be an interviewer whom nobody wrote down. */
const longestPauseSec = 2;
/** Turns of one person may overlap by this much: the times of transcripts are rounded. */
const roundingSec = 0.1;
/** What is left of a turn beside an interviewer is dropped below this. */
const shortestSpanSec = 0.3;

/** What is wrong with turns: an end before the start, or two turns of the participant at once. */
export function turnFaults(file: string, turns: readonly Turn[]): readonly ClinicalFault[] {
  const backwards = turns.filter(({ startSec, endSec }) => endSec < startSec);
  const faults = backwards.map(({ line }) => ({ file, line, reason: "the turn ends before it starts" }));
  const own = inOrder(turns.filter(({ who }) => who === "participant"));
  own.forEach((turn, i) => {
    const before = own[i - 1];
    if (before && turn.startSec < before.endSec - roundingSec)
      faults.push({ file, line: turn.line, reason: `the turn overlaps that of line ${before.line}` });
  });
  return faults;
}

/**
 * Where the participant alone speaks. Turns that follow each other within two seconds are one, with the pause between
 * them, where the interviewer is written down and silent; whatever the interviewer says is cut out of them.
 */
export function participantSpans(turns: readonly Turn[]): readonly Span[] {
  const interviewer = inOrder(turns.filter(({ who }) => who === "interviewer"));
  const silentBetween = (startSec: number, endSec: number): boolean =>
    interviewer.length > 0 && !interviewer.some((turn) => turn.startSec < endSec && turn.endSec > startSec);
  const joined: { startSec: number; endSec: number }[] = [];
  for (const { startSec, endSec } of inOrder(turns.filter(({ who }) => who === "participant"))) {
    const last = joined.at(-1);
    const gapSec = last ? startSec - last.endSec : Number.POSITIVE_INFINITY;
    if (last && (gapSec <= 0 || (gapSec <= longestPauseSec && silentBetween(last.endSec, startSec))))
      last.endSec = Math.max(last.endSec, endSec);
    else joined.push({ startSec, endSec });
  }
  return without(joined, interviewer);
}

/** What is left of some spans beside others. */
export function without(spans: readonly Span[], cuts: readonly Span[]): readonly Span[] {
  const left = cuts.reduce<readonly Span[]>(
    (rest, cut) =>
      rest.flatMap((span) =>
        cut.startSec >= span.endSec || cut.endSec <= span.startSec
          ? [span]
          : [
              { startSec: span.startSec, endSec: cut.startSec },
              { startSec: cut.endSec, endSec: span.endSec },
            ],
      ),
    spans,
  );
  return left.filter(({ startSec, endSec }) => endSec - startSec >= shortestSpanSec);
}

const inOrder = (turns: readonly Turn[]): readonly Turn[] => [...turns].sort((a, b) => a.startSec - b.startSec);
