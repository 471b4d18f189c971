/**
 * What is measured in every frame, in the order of a row of `Track.descriptors`. Level enters six of them, and always in
 * the same way: a gain of g (amplitude) adds 20·log10(g) to `intensityDb`, adds 2·ln(g) to every `melBand`, adds
 * 2·√26·ln(g) to `mfcc0` and multiplies `loudness` by g^0.6. All others are free of level.
 *
 * Every value is finite, but for `f0Semitones`, which is NaN where the frame is unvoiced. A frame of digital silence
 * (below −120 dB) is described as white noise of −120 dB, unvoiced, so that silence and its dithered copy look alike.
 */
export const descriptorNames = [
  // Pitch: semitones above 27.5 Hz; strength of the periodicity, 0 … 1; its harmonics-to-noise ratio.
  "f0Semitones",
  "voicing",
  "hnrDb",
  // Level: RMS relative to full scale (a full-scale sine has −3 dB); sones on an arbitrary scale.
  "intensityDb",
  "loudness",
  // Sign changes per sample, 0 … 1.
  "zeroCrossingRate",
  // Shape of the power spectrum from 60 Hz to the Nyquist frequency.
  "centroidHz",
  "spreadHz",
  "skewness",
  "kurtosis",
  "flux",
  "rolloff25Hz",
  "rolloff50Hz",
  "rolloff75Hz",
  "rolloff85Hz",
  "rolloff90Hz",
  "rolloff95Hz",
  "flatnessDb",
  "crestDb",
  "entropy",
  "sharpness",
  // Balance of the spectrum; slopes in dB per kHz.
  "alphaRatioDb",
  "hammarbergDb",
  "slope0to500",
  "slope500to1500",
  // Share of the frame's power between two frequencies in Hz.
  "band0to250Db",
  "band250to500Db",
  "band500to1000Db",
  "band1000to2000Db",
  "band2000to4000Db",
  "band4000to8000Db",
  // Cepstrum of the mel bands below.
  "mfcc0",
  "mfcc1",
  "mfcc2",
  "mfcc3",
  "mfcc4",
  "mfcc5",
  "mfcc6",
  "mfcc7",
  "mfcc8",
  "mfcc9",
  "mfcc10",
  "mfcc11",
  "mfcc12",
  "mfcc13",
  "mfcc14",
  // Natural logarithm of the power in 26 mel bands.
  "melBand0",
  "melBand1",
  "melBand2",
  "melBand3",
  "melBand4",
  "melBand5",
  "melBand6",
  "melBand7",
  "melBand8",
  "melBand9",
  "melBand10",
  "melBand11",
  "melBand12",
  "melBand13",
  "melBand14",
  "melBand15",
  "melBand16",
  "melBand17",
  "melBand18",
  "melBand19",
  "melBand20",
  "melBand21",
  "melBand22",
  "melBand23",
  "melBand24",
  "melBand25",
] as const;

export type DescriptorName = (typeof descriptorNames)[number];

/** Where each descriptor stands in a row of `descriptorNames.length` values. */
export const descriptorIndex = Object.fromEntries(descriptorNames.map((name, index) => [name, index])) as Readonly<
  Record<DescriptorName, number>
>;
