/** The label sets, in the order of the network's outputs. */
export const emotions = ["neutral", "calm", "happy", "sad", "angry", "fearful", "disgusted", "surprised"] as const;
export type Emotion = (typeof emotions)[number];

export const genders = ["female", "male"] as const;
export type Gender = (typeof genders)[number];

export type EmotionMix = Readonly<Record<Emotion, number>>;
export type GenderImpression = Readonly<Record<Gender, number>>;
