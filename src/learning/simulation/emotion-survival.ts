import type { Random } from "../../base/random.ts";
import type { Emotion } from "../../network/labels.ts";
import type { BaseSpeaker, BaseTake } from "./base-speakers.ts";
import { type Delivery, undelivered } from "./delivery.ts";
import { reshapePiece } from "./prosody.ts";
import type { SoundSource } from "./render.ts";
import type { SessionRecipe } from "./sessions.ts";

/** Whether emotions are still told from takes whose delivery was changed. */
export interface EmotionSurvival {
  readonly takes: number;
  /** Share of takes whose emotion is told rightly: as they are, and edited as their sessions edit them. */
  readonly unedited: number;
  readonly edited: number;
}

/**
 * Has somebody tell the emotion of every take of some acted sessions of one speaker, once with the session's delivery and
 * once with none; both times the take has passed the same chain.
 *
 * @param tellEmotion of a sound at FeatureSpec's rate, by somebody who has not heard the speaker; null for no answer
 */
export async function emotionSurvival(
  speaker: BaseSpeaker,
  recipes: readonly SessionRecipe[],
  source: SoundSource,
  tellEmotion: (samples: Float32Array) => Promise<Emotion | null>,
  random: Random,
): Promise<EmotionSurvival> {
  const takeOf = new Map(speaker.takes.map((take) => [take.clip.file, take]));
  const right = { unedited: 0, edited: 0 };
  let takes = 0;
  for (const recipe of recipes)
    for (const { clip } of recipe.takes) {
      const take = takeOf.get(clip.file);
      if (!take || clip.emotion === null) throw new Error(`${clip.file} is no acted take of ${speaker.id}`);
      const samples = await source.clip(clip);
      const own = random.fork(`${recipe.id} ${clip.file}`);
      const told = (delivery: Delivery): Promise<Emotion | null> =>
        tellEmotion(deliveredTake(samples, take, delivery, own));
      takes++;
      if ((await told(undelivered(recipe.delivery))) === clip.emotion) right.unedited++;
      if ((await told(recipe.delivery)) === clip.emotion) right.edited++;
    }
  return { takes, unedited: right.unedited / takes, edited: right.edited / takes };
}

/** A take from its first sample to its last with a delivery. */
function deliveredTake(samples: Float32Array, take: BaseTake, delivery: Delivery, random: Random): Float32Array {
  const whole = { start: 0, end: samples.length };
  return reshapePiece(samples, take.analysis, take.marks, whole, delivery, take.gainDb, random);
}
