import {
  comparedByPraat,
  type MeasuredByPraat,
  type MeasuredSession,
  measureBack,
} from "../learning/simulation/fidelity.ts";
import { inDryRoom, type SessionRecipe, withoutDelivery } from "../learning/simulation/sessions.ts";
import { praatVoices } from "./praat.ts";

/** Renders a session, with and without its delivery, in its room and in none, and measures what was put in. */
export async function measureBackEverywhere(
  recipe: SessionRecipe,
  render: (recipe: SessionRecipe) => Promise<Float32Array>,
): Promise<MeasuredSession> {
  return {
    speaker: `${recipe.corpus}/${recipe.speaker}`,
    dry: await measureBack(inDryRoom(recipe), render),
    asHeard: await measureBack(recipe, render),
    praat: await measureByPraat(recipe, render),
  };
}

/** Null where Praat is not installed. */
async function measureByPraat(
  recipe: SessionRecipe,
  render: (recipe: SessionRecipe) => Promise<Float32Array>,
): Promise<MeasuredByPraat | null> {
  const voices = await praatVoices([await render(inDryRoom(recipe)), await render(inDryRoom(withoutDelivery(recipe)))]);
  const [changed, unchanged] = voices.ok ? voices.value : [];
  return changed && unchanged ? comparedByPraat(recipe, changed, unchanged) : null;
}
