/** Full scale, ±1, in steps of 16 bit. */
export const int16Steps = 2 ** 15;

/** The nearest step of 16 bit, −32,768 … 32,767; what lies beyond full scale is clipped. */
export const toInt16 = (sample: number): number =>
  Math.max(-int16Steps, Math.min(int16Steps - 1, Math.round(sample * int16Steps)));
