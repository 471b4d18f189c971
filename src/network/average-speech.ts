/**
 * What every mel band is on average while somebody speaks, as the normaliser gives it: the mean over all rows of windows
 * of seven corpora of speech (AN4, EmoDB, EmoSpeech-IN, EmotionTTS-Ko, NEMO, RAVDESS, speechocean762; fifty clips of each,
 * every corpus counting alike). The normaliser brings level to zero over the loud rows and takes half of a voice's own
 * long-term spectrum away, so that the corpora's means lie within .3 of each other; but it does not make the mean zero,
 * since rows between words are soft and speech falls towards high frequencies. Zeros would be a sound that no voice
 * makes, to which the network answers a quarter of a logit away from the average voice.
 */
export const averageSpeechMel: readonly number[] = [
  -0.17, -0.05, 0.05, 0.13, 0.17, 0.15, 0.08, 0.01, -0.02, -0.04, -0.06, -0.1, -0.13, -0.2, -0.26, -0.31, -0.36, -0.4,
  -0.42, -0.45, -0.47, -0.48, -0.51, -0.54, -0.56, -0.57, -0.58, -0.6, -0.61, -0.62, -0.63, -0.66, -0.68, -0.7, -0.73,
  -0.74, -0.74, -0.74, -0.74, -0.74, -0.75, -0.76, -0.77, -0.79, -0.79, -0.8, -0.81, -0.83, -0.86, -0.89, -0.92, -0.95,
  -0.98, -1.01, -1.04, -1.06, -1.08, -1.1, -1.12, -1.13, -1.13, -1.14, -1.16, -1.21,
];
