import { groupBy } from "../../base/group-by.ts";
import type { Random } from "../../base/random.ts";
import type { Emotion } from "../../network/labels.ts";
import { type Figure, figureOf } from "../figures.ts";
import { isLeftOut, type LeftOut } from "../left-out.ts";
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
 * A session of each acting speaker among those left out, every other one of a depressed person.
 *
 * @param recipes of everybody
 */
export function survivalSessions(recipes: readonly SessionRecipe[], leftOut: LeftOut): readonly SessionRecipe[] {
  const acted = recipes.filter((recipe) => recipe.kind === "acted" && isLeftOut(leftOut, recipe));
  return [...groupBy(acted, ({ corpus, speaker }) => `${corpus}/${speaker}`)]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, own], i) => (own.find(({ person }) => person.depressed === (i % 2 === 0)) ?? own[0]) as SessionRecipe);
}

/** The same of one speaker. */
export interface SpeakerSurvival extends EmotionSurvival {
  readonly corpus: string;
  readonly speaker: string;
}

/** Over all takes. */
export interface SurvivalFigures extends EmotionSurvival {
  readonly speakers: number;
  /** Paired: the share of the edited ones minus that of the unedited. */
  readonly difference: Figure;
}

export function survivalFiguresOf(bySpeaker: readonly SpeakerSurvival[], random: Random): SurvivalFigures {
  const shareOf =
    (of: "unedited" | "edited") =>
    (some: readonly SpeakerSurvival[]): number =>
      some.reduce((sum, one) => sum + one.takes * one[of], 0) / some.reduce((sum, { takes }) => sum + takes, 0);
  const unedited = shareOf("unedited");
  const edited = shareOf("edited");
  const nameOf = ({ corpus, speaker }: SpeakerSurvival): string => `${corpus}/${speaker}`;
  return {
    takes: bySpeaker.reduce((sum, { takes }) => sum + takes, 0),
    speakers: new Set(bySpeaker.map(nameOf)).size,
    unedited: unedited(bySpeaker),
    edited: edited(bySpeaker),
    difference: figureOf([bySpeaker], nameOf, (some) => edited(some) - unedited(some), random.fork("edited emotions")),
  };
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
