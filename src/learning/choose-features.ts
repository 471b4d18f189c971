import { createRandom } from "../base/random.ts";
import { families, functionalFamily, functionalNames } from "../features/functionals.ts";
import { selectFeatures } from "../features/mrmr.ts";
import { timingGroups, timingNames } from "../features/timing.ts";
import type { FeatureWindow } from "../features/track.ts";
import type { TokenGroup } from "../network/config.ts";
import type { Encoding, Standardised } from "../network/encode.ts";
import { emotions } from "../network/labels.ts";
import type { TrainingClip } from "./batch.ts";

/** What the network takes in, and how it falls into tokens. */
export interface FittedEncoding {
  readonly encoding: Encoding;
  readonly families: readonly TokenGroup[];
  readonly timingGroups: readonly TokenGroup[];
}

/** A choice among more windows than this gains nothing and takes minutes. */
const maxWindows = 4000;

/**
 * Chooses functionals by mRMR for emotion, within corpus and gender, and fits location and scale of what was chosen;
 * from training clips only. An equal share of every corpus's windows enters the scale, since the network hears corpora
 * alike.
 *
 * @param count functionals to choose
 */
export function fitEncoding(
  clips: readonly TrainingClip[],
  sessionWindows: readonly FeatureWindow[],
  count: number,
): FittedEncoding {
  const all = clips.flatMap(({ clip, variants }) => (variants[0]?.windows ?? []).map((window) => ({ clip, window })));
  const windows = createRandom("windows for mRMR").shuffle(all).slice(0, maxWindows);
  const groupNames = [...new Set(windows.map(({ clip }) => `${clip.corpus}/${clip.gender}`))];
  const chosen = selectFeatures(
    {
      columns: functionalNames.map((_, f) =>
        Float32Array.from(windows, ({ window }) => window.functionals[f] as number),
      ),
      targets: [Int32Array.from(windows, ({ clip }) => (clip.emotion === null ? -1 : emotions.indexOf(clip.emotion)))],
      groups: Int32Array.from(windows, ({ clip }) => groupNames.indexOf(`${clip.corpus}/${clip.gender}`)),
    },
    "miq",
    count,
  );
  const inFamilies = families.map((family) => ({
    name: family as string,
    members: chosen
      .map((f) => functionalNames[f] as string)
      .filter((name) => functionalFamily(name) === family)
      .sort(),
  }));
  const used = inFamilies.filter(({ members }) => members.length > 0);
  const place = new Map(functionalNames.map((name, i) => [name, i]));
  return {
    encoding: {
      functionals: used.flatMap(({ members }) =>
        members.map((name) =>
          standardisedBy(
            name,
            windows.map(({ window }) => window.functionals[place.get(name) as number] as number),
          ),
        ),
      ),
      timing: timingNames.map((name, i) => standardisedBy(name, knownTimings(sessionWindows, i))),
    },
    families: used.map(({ name, members }) => ({ name, size: members.length })),
    timingGroups: timingGroups.map(({ name, values }) => ({ name, size: values.length })),
  };
}

function knownTimings(windows: readonly FeatureWindow[], i: number): number[] {
  return windows.flatMap(({ timing }) => (timing ? [timing[i] as number] : []));
}

/** Mean and SD; without a spread 0 or the mean, and 1. */
function standardisedBy(name: string, values: readonly number[]): Standardised {
  if (values.length < 2) return { name, location: 0, scale: 1 };
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return { name, location: mean, scale: sd > 1e-6 ? sd : 1 };
}
