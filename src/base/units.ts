declare const brand: unique symbol;

/** A number whose unit the compiler keeps apart from other numbers. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

export type Hz = Brand<number, "Hz">;
export type Mel = Brand<number, "mel">;

/** Decibels of a power ratio. */
export const dbFromPower = (power: number): number => 10 * Math.log10(power);

export const powerFromDb = (db: number): number => 10 ** (db / 10);

export const amplitudeFromDb = (db: number): number => 10 ** (db / 20);

/** Semitones above 27.5 Hz (the lowest A of the piano), the scale on which F0 is compared between voices. */
export const semitonesFromHz = (hz: number): number => 12 * Math.log2(hz / 27.5);

export const hzFromSemitones = (semitones: number): number => 27.5 * 2 ** (semitones / 12);
