import { clipFeaturesOf } from "../learning/clip-features.ts";
import type { Bundle } from "../network/bundle.ts";
import { type Emotion, emotions } from "../network/labels.ts";
import { createScorer } from "../network/scorer.ts";
import { meanPosterior } from "../screening/aggregate.ts";

/** A network that tells the emotion of takes, as the page would of each alone. The caller closes it. */
export interface EmotionTeller {
  /** @param classes what the answer may be; null where no speech is heard */
  tell(samples: Float32Array, classes: readonly Emotion[]): Promise<Emotion | null>;
  close(): void;
}

/** The tensors' backend must be ready. */
export function emotionTeller(bundle: Bundle): EmotionTeller {
  const scorer = createScorer(bundle);
  return {
    async tell(samples, classes) {
      const windows = clipFeaturesOf(samples)?.windows ?? [];
      if (windows.length === 0) return null;
      const raw = await scorer.scoreWindows(windows);
      const mix = meanPosterior(
        raw.map((score, i) => ({ speechSec: windows[i]?.speechSec ?? 0, logits: score.emotionLogits })),
      );
      const probability = (emotion: Emotion): number => mix[emotions.indexOf(emotion)] as number;
      return classes.reduce((best, one) => (probability(one) > probability(best) ? one : best));
    },
    close: () => scorer.close(),
  };
}
