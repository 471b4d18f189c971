import { createRandom } from "../base/random.ts";
import { families, functionalFamily, functionalNames } from "../features/functionals.ts";
import { type Criterion, type LabelledFeatures, selectFeatures } from "../features/mrmr.ts";
import { meanRelevance } from "../features/relevance.ts";
import { timingGroups, timingNames } from "../features/timing.ts";
import type { FeatureWindow } from "../features/track.ts";
import type { TokenGroup } from "../network/config.ts";
import type { Encoding, Standardised } from "../network/encode.ts";
import { emotions } from "../network/labels.ts";
import type { MeasuredClip } from "./batch.ts";
import type { SessionLabel } from "./labelled-session.ts";

/** What the network takes in, and how it falls into tokens. */
export interface FittedEncoding {
  readonly encoding: Encoding;
  readonly families: readonly TokenGroup[];
  readonly timingGroups: readonly TokenGroup[];
}

/** A session and some of its windows. */
export interface SampledSession {
  readonly label: SessionLabel;
  readonly windows: readonly Pick<FeatureWindow, "functionals" | "timing">[];
}

/** How functionals are chosen: by mRMR, by relevance alone (one-way F), at random, or all of them. */
export type FeatureChoice = Criterion | "f" | "random" | "all";

/** A choice among more windows of clips, or of sessions, than this gains nothing and takes minutes. */
const maxWindows = 4000;

/**
 * Chooses functionals, as shipped by mRMR, for emotion (within corpus and gender) and depression (within gender), and fits location
 * and scale of what was chosen; from training clips and sessions only. Emotion weighs more, since it is counted once per
 * corpus. Scales of functionals are those of the clips, scales of timing those of the sessions.
 *
 * @param count functionals to choose
 */
export function fitEncoding(
  clips: readonly MeasuredClip[],
  sessions: readonly SampledSession[],
  count: number,
  choice: FeatureChoice = "miq",
): FittedEncoding {
  const random = createRandom("windows for mRMR");
  const ofClips = random
    .shuffle(clips.flatMap(({ clip, features }) => features.windows.map((window) => ({ clip, window }))))
    .slice(0, maxWindows);
  const ofSessions = random
    .shuffle(sessions.flatMap(({ label, windows }) => windows.map((window) => ({ label, window }))))
    .slice(0, maxWindows);
  const windows = [...ofClips, ...ofSessions].map(({ window }) => window);
  const groupsOf = [
    ...ofClips.map(({ clip }) => `${clip.corpus}/${clip.gender}`),
    ...ofSessions.map(({ label }) => `session/${label.gender}`),
  ];
  const groupNames = [...new Set(groupsOf)];
  const emotionOf = ofClips.map(({ clip }) => (clip.emotion === null ? -1 : emotions.indexOf(clip.emotion)));
  const depressionOf = ofSessions.map(({ label }) => (label.depressed ? 1 : 0));
  const unknown = (rows: readonly unknown[]): number[] => rows.map(() => -1);
  const chosen = choose(
    choice,
    {
      columns: functionalNames.map((_, f) => Float32Array.from(windows, ({ functionals }) => functionals[f] as number)),
      targets: [
        Int32Array.from([...emotionOf, ...unknown(ofSessions)]),
        Int32Array.from([...unknown(ofClips), ...depressionOf]),
      ],
      groups: Int32Array.from(groupsOf, (name) => groupNames.indexOf(name)),
    },
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
            ofClips.map(({ window }) => window.functionals[place.get(name) as number] as number),
          ),
        ),
      ),
      timing: timingNames.map((name, i) =>
        standardisedBy(
          name,
          timingsOf(sessions).map((timing) => timing[i] as number),
        ),
      ),
    },
    families: used.map(({ name, members }) => ({ name, size: members.length })),
    timingGroups: timingGroups.map(({ name, values }) => ({ name, size: values.length })),
  };
}

/** @returns places in the columns */
function choose(choice: FeatureChoice, data: LabelledFeatures, count: number): readonly number[] {
  const all = data.columns.map((_, place) => place);
  switch (choice) {
    case "all":
      return all;
    case "random":
      return createRandom("functionals at random").shuffle(all).slice(0, count);
    case "f":
      return mostRelevant(data, count);
    default:
      return selectFeatures(data, choice, count);
  }
}

/** The features of the highest one-way F, whatever they share with each other; none that tells nothing. */
export function mostRelevant(data: LabelledFeatures, count: number): readonly number[] {
  const relevance = meanRelevance(data, null);
  const open = [...relevance.keys()].filter((feature) => (relevance[feature] as number) > 0);
  return open.sort((a, b) => (relevance[b] as number) - (relevance[a] as number) || a - b).slice(0, count);
}

/** What is known of timing in some windows of sessions. */
export const timingsOf = (sessions: readonly SampledSession[]): readonly Float32Array[] =>
  sessions.flatMap(({ windows }) => windows.flatMap(({ timing }) => (timing ? [timing] : [])));

/** Mean and SD; without a spread 0 or the mean, and 1. */
function standardisedBy(name: string, values: readonly number[]): Standardised {
  if (values.length < 2) return { name, location: 0, scale: 1 };
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return { name, location: mean, scale: sd > 1e-6 ? sd : 1 };
}
