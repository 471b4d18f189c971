/** How logits become runs of speech; lengths in rows. */
export interface DecisionRule {
  /** A row may be speech from this logit on. */
  readonly possibleLogit: number;
  /** A run is speech once the mean logit of `evidenceRows` rows in a row exceeds this. */
  readonly certainLogit: number;
  readonly evidenceRows: number;
  /** Gaps up to this length do not end a run. */
  readonly bridgedRows: number;
  /** Added to a run where it starts and ends, unless it is silence: soft consonants and the fading of vowels. */
  readonly onsetRows: number;
  readonly decayRows: number;
  /** How far ahead a row's decision may look. */
  readonly aheadRows: number;
}

/** No single row weighs more than these nepers of odds. */
const largestLogit = 6;

/** The logit of digital silence. */
export const silentLogit = Number.NEGATIVE_INFINITY;

const inside = 1;
const atEdge = 2;

/**
 * Turns one logit per row into speech or none: a run of possible speech counts once a stretch of it is certain. Row t is
 * decided by the logits up to t + aheadRows; how they arrive in blocks changes nothing.
 */
export class SpeechRuns {
  readonly #rule: DecisionRule;
  readonly #recent: Float64Array;
  /** Rings over the rows that are not final yet: inside a run, at its edge or neither; and whether they are silence. */
  readonly #marks: Uint8Array;
  readonly #silent: Uint8Array;
  #rowCount = 0;
  #finalCount = 0;
  #runStart = 0;
  #lastPossible = Number.NEGATIVE_INFINITY;
  #isCertain = false;

  constructor(rule: DecisionRule) {
    this.#rule = rule;
    this.#recent = new Float64Array(rule.evidenceRows).fill(-largestLogit);
    this.#marks = new Uint8Array(rule.aheadRows + rule.decayRows + 2);
    this.#silent = new Uint8Array(this.#marks.length);
  }

  /** @returns the rows that these logits make final, 1 = speech */
  push(logits: Float32Array): Uint8Array {
    const end = Math.max(this.#finalCount, this.#rowCount + logits.length - this.#rule.aheadRows);
    const final = new Uint8Array(end - this.#finalCount);
    let written = 0;
    for (const logit of logits) {
      this.#hear(logit);
      if (this.#rowCount - this.#finalCount > this.#rule.aheadRows) final[written++] = this.#release();
    }
    return final;
  }

  /** @returns the rows that waited for what follows */
  finish(): Uint8Array {
    return Uint8Array.from({ length: this.#rowCount - this.#finalCount }, () => this.#release());
  }

  #hear(logit: number): void {
    const { possibleLogit, certainLogit, evidenceRows, bridgedRows, onsetRows, decayRows } = this.#rule;
    const row = this.#rowCount++;
    this.#silent[row % this.#silent.length] = logit === silentLogit ? 1 : 0;
    this.#recent[row % evidenceRows] = Math.max(-largestLogit, Math.min(largestLogit, logit));
    if (logit <= possibleLogit) return;
    const before = this.#lastPossible;
    this.#lastPossible = row;
    if (row - before - 1 > bridgedRows) {
      this.#runStart = row;
      this.#isCertain = false;
    }
    if (this.#isCertain) this.#mark(before + 1, row, inside);
    else if (this.#recent.reduce((sum, value) => sum + value, 0) > certainLogit * evidenceRows) {
      this.#isCertain = true;
      this.#mark(this.#runStart - onsetRows, this.#runStart - 1, atEdge);
      this.#mark(this.#runStart, row, inside);
    } else return;
    this.#mark(row + 1, row + decayRows, atEdge);
  }

  #mark(first: number, last: number, mark: number): void {
    for (let row = Math.max(first, this.#finalCount); row <= last; row++) {
      const at = row % this.#marks.length;
      if (mark === inside || this.#marks[at] === 0) this.#marks[at] = mark;
    }
  }

  #release(): number {
    const at = this.#finalCount++ % this.#marks.length;
    const mark = this.#marks[at];
    this.#marks[at] = 0;
    return mark === inside || (mark === atEdge && this.#silent[at] === 0) ? 1 : 0;
  }
}
