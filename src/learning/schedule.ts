/** A run's learning rate: up over the first fifth, then down to nearly nothing. */
export interface OneCycle {
  readonly peak: number;
  readonly steps: number;
}

const warmUpShare = 0.2;
const startDivisor = 10;
const endDivisor = 1000;

/** Cosine from peak / 10 to the peak and from there to peak / 1000. @source Smith 2018. */
export function learningRateAt(step: number, { peak, steps }: OneCycle): number {
  const cosine = (from: number, to: number, share: number): number =>
    to + 0.5 * (from - to) * (1 + Math.cos(Math.PI * share));
  const warmUp = warmUpShare * steps;
  return step < warmUp
    ? cosine(peak / startDivisor, peak, step / warmUp)
    : cosine(peak, peak / endDivisor, Math.min(1, (step - warmUp) / (steps - warmUp)));
}
