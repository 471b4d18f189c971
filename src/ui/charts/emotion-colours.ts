import type { Emotion } from "../../network/labels.ts";

/**
 * Eight colours that stay apart for colour-blind eyes; black, the palette's eighth, is grey here so that it shows on a
 * dark page. `ink` is what can be read on each.
 * @source Okabe and Ito, Color Universal Design (2008).
 */
export const emotionColours: Readonly<Record<Emotion, { readonly fill: string; readonly ink: string }>> = {
  neutral: { fill: "#999999", ink: "#000000" },
  calm: { fill: "#56b4e9", ink: "#000000" },
  happy: { fill: "#f0e442", ink: "#000000" },
  sad: { fill: "#0072b2", ink: "#ffffff" },
  angry: { fill: "#d55e00", ink: "#000000" },
  fearful: { fill: "#cc79a7", ink: "#000000" },
  disgusted: { fill: "#009e73", ink: "#000000" },
  surprised: { fill: "#e69f00", ink: "#000000" },
};
