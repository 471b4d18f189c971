/** What a frame may be: unvoiced, or voiced at one of several frequencies. */
export interface PitchCandidates {
  /** Strength of being unvoiced. */
  unvoicedStrength: number;
  /** How many of the entries below count. */
  count: number;
  /** [maxCandidates] */
  readonly hz: Float64Array;
  /** [maxCandidates], on the scale of `unvoicedStrength`. */
  readonly strength: Float64Array;
}

export interface PathCosts {
  /** Per octave between two voiced frames. */
  readonly octaveJump: number;
  /** For beginning or ending to be voiced. */
  readonly voicingChange: number;
}

/**
 * The sequence of candidates with the largest strength less the cost of its jumps. A frame is decided once `lagFrames`
 * more have come, from those alone, so that a stream and a whole file decide alike.
 *
 * @source P. Boersma (1993), section 3: the "path finder" of the pitch algorithm; the fixed lag is ours.
 */
export class PitchPath {
  readonly #costs: PathCosts;
  readonly #lagFrames: number;
  readonly #stateCount: number;
  /** Rings over frames of [stateCount]; state 0 is unvoiced, state s is candidate s − 1. */
  readonly #octaves: Float64Array;
  readonly #previousState: Uint8Array;
  #scores: Float64Array;
  #lastScores: Float64Array;
  #lastCount = 0;
  #frameCount = 0;
  #decidedCount = 0;

  constructor(costs: PathCosts, maxCandidates: number, lagFrames: number) {
    this.#costs = costs;
    this.#lagFrames = lagFrames;
    this.#stateCount = maxCandidates + 1;
    this.#octaves = new Float64Array((lagFrames + 1) * this.#stateCount);
    this.#previousState = new Uint8Array((lagFrames + 1) * this.#stateCount);
    this.#scores = new Float64Array(this.#stateCount);
    this.#lastScores = new Float64Array(this.#stateCount);
  }

  /** @returns the candidate of the frame that is now decided (−1: unvoiced), or null while none is */
  push(candidates: PitchCandidates): number | null {
    const row = (this.#frameCount % (this.#lagFrames + 1)) * this.#stateCount;
    for (let i = 0; i < candidates.count; i++) this.#octaves[row + i + 1] = Math.log2(candidates.hz[i] as number);
    let best = Number.NEGATIVE_INFINITY;
    for (let state = 0; state <= candidates.count; state++) {
      const own = state === 0 ? candidates.unvoicedStrength : (candidates.strength[state - 1] as number);
      const score = own + (this.#frameCount === 0 ? 0 : this.#bestPredecessor(row, state));
      this.#scores[state] = score;
      if (score > best) best = score;
    }
    // Only differences count; without this the scores of a long take would lose digits.
    for (let state = 0; state <= candidates.count; state++)
      this.#scores[state] = (this.#scores[state] as number) - best;
    [this.#scores, this.#lastScores] = [this.#lastScores, this.#scores];
    this.#lastCount = candidates.count + 1;
    this.#frameCount++;
    return this.#frameCount > this.#lagFrames ? this.#decide() : null;
  }

  /** Decides one more frame after the last has come; null when none is left. */
  drain(): number | null {
    return this.#decidedCount < this.#frameCount ? this.#decide() : null;
  }

  /** The best score with which a path reaches `state` of the frame in ring row `row`, without its own strength. */
  #bestPredecessor(row: number, state: number): number {
    const previousRow = ((this.#frameCount - 1) % (this.#lagFrames + 1)) * this.#stateCount;
    let best = Number.NEGATIVE_INFINITY;
    for (let from = 0; from < this.#lastCount; from++) {
      let cost = 0;
      if (from > 0 && state > 0) {
        const octaves = (this.#octaves[row + state] as number) - (this.#octaves[previousRow + from] as number);
        cost = this.#costs.octaveJump * Math.abs(octaves);
      } else if (from !== state) cost = this.#costs.voicingChange;
      const score = (this.#lastScores[from] as number) - cost;
      if (score > best) {
        best = score;
        this.#previousState[row + state] = from;
      }
    }
    return best;
  }

  #decide(): number {
    let state = 0;
    for (let other = 1; other < this.#lastCount; other++)
      if ((this.#lastScores[other] as number) > (this.#lastScores[state] as number)) state = other;
    for (let frame = this.#frameCount - 1; frame > this.#decidedCount; frame--)
      state = this.#previousState[(frame % (this.#lagFrames + 1)) * this.#stateCount + state] as number;
    this.#decidedCount++;
    return state - 1;
  }
}
