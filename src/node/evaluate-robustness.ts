import { groupBy } from "../base/group-by.ts";
import { createRandom, type Random } from "../base/random.ts";
import { calibrationOf } from "../learning/calibrate.ts";
import type { Clip } from "../learning/corpus.ts";
import type { SessionLabel, SessionScore } from "../learning/labelled-session.ts";
import { isLeftOut } from "../learning/left-out.ts";
import type { Condition } from "../learning/robustness/conditions.ts";
import { conditionFiguresOf, type RobustnessFigures } from "../learning/robustness/figures.ts";
import { lengthFiguresOf } from "../learning/robustness/length-figures.ts";
import { balancedSubset } from "../learning/robustness/subset.ts";
import type { DrawSettings } from "../learning/simulation/sessions.ts";
import type { Calibration } from "../network/calibration.ts";
import { defaultMinSpeechSec } from "../screening/outcome.ts";
import { openCorpora } from "./corpora.ts";
import { type DegradedClipsTask, runDegradedClips } from "./evaluation/degraded-clips.ts";
import { type DegradedSessionsTask, runDegradedSessions } from "./evaluation/degraded-sessions.ts";
import { measured } from "./evaluation/measured.ts";
import { runSessionLengths, type SessionLengthsTask } from "./evaluation/session-lengths.ts";
import type { HeadTask } from "./head.ts";
import { foldOfClips } from "./towers.ts";

export interface RobustnessPlan {
  /** Finished networks of one seed, one a fold. */
  readonly heads: readonly HeadTask[];
  /** What they said of the whole sessions of all. */
  readonly found: readonly SessionScore[];
  /** What the sessions were drawn with. */
  readonly simulation: DrawSettings;
  /** As recorded first. */
  readonly conditions: readonly Condition[];
}

/** Enough for intervals that speakers, not clips, make wide: every condition measures all of them anew. */
const clipsPerCorpus = 60;
const sessionsPerFold = 30;
/** An interruption costs no more than these. */
const sessionsAtOnce = 5;

/** How networks fare with sounds worse than those that they learned from, and with less speech. */
export async function evaluateRobustness(
  { heads, found, simulation, conditions }: RobustnessPlan,
  random: Random,
  report: (line: string) => void,
): Promise<RobustnessFigures> {
  const clipsOf = await someClips(heads);
  const clips = await measured(
    "degraded clips",
    conditions.flatMap((condition) =>
      heads.map(
        ({ towers }, fold): DegradedClipsTask => ({
          kind: "degraded-clips",
          towers,
          condition,
          clips: clipsOf[fold] ?? [],
        }),
      ),
    ),
    runDegradedClips,
    report,
  );
  const sessions = await measured(
    "degraded sessions",
    heads.flatMap((head) =>
      inGroups(someSessions(head), sessionsAtOnce).map(
        (some): DegradedSessionsTask => ({ kind: "degraded-sessions", head, simulation, conditions, sessions: some }),
      ),
    ),
    runDegradedSessions,
    report,
  );
  const cuts = await measured(
    "shorter sessions",
    heads.map((head): SessionLengthsTask => ({ kind: "session-lengths", head })),
    runSessionLengths,
    report,
  );

  const scores = conditions.map((condition, i) => ({
    condition,
    clips: clips.slice(i * heads.length, (i + 1) * heads.length).flat(),
    sessions: sessions.flatMap((byCondition) => byCondition[i] ?? []),
  }));
  const calibration = calibrationOfOthers(found);
  return {
    clips: scores[0]?.clips.length ?? 0,
    speakers: new Set(scores[0]?.clips.map(({ clip }) => `${clip.corpus}/${clip.speaker}`)).size,
    sessions: scores[0]?.sessions.length ?? 0,
    conditions: conditionFiguresOf(scores, calibration, defaultMinSpeechSec, random.fork("conditions")),
    lengths: lengthFiguresOf(cuts.flat(), calibration, random.fork("lengths")),
  };
}

/** Per network some clips of those left out, the same ones in every evaluation. */
async function someClips(heads: readonly HeadTask[]): Promise<readonly (readonly Clip[])[]> {
  const first = heads[0];
  if (!first) return [];
  const all = [...(await openCorpora(first.towers.corporaDir)).speech.values()].flat();
  const foldOf = foldOfClips(all);
  return heads.map(({ towers: { leftOut } }) => {
    const unheard = all.filter((clip) => isLeftOut(leftOut, { ...clip, fold: foldOf(clip), id: clip.file }));
    return [...groupBy(unheard, ({ corpus }) => corpus)].flatMap(([corpus, own]) =>
      balancedSubset(
        own,
        clipsPerCorpus,
        ({ speaker }) => speaker,
        ({ emotion }) => emotion ?? "",
        createRandom(`clips of ${corpus}`),
      ),
    );
  });
}

/** As many of each speaker as of any other, all of one speaker together. */
function someSessions({ sessions, towers: { leftOut } }: HeadTask): readonly SessionLabel[] {
  const speakerOf = ({ corpus, speaker }: SessionLabel): string => `${corpus}/${speaker}`;
  const chosen = balancedSubset(
    sessions.flatMap(({ label }) => (isLeftOut(leftOut, label) ? [label] : [])),
    sessionsPerFold,
    speakerOf,
    ({ depressed }) => String(depressed),
    createRandom("sessions"),
  );
  return [...groupBy(chosen, speakerOf).values()].flat();
}

/** Calibration from the whole sessions of all folds but the session's own. */
function calibrationOfOthers(found: readonly SessionScore[]): (label: SessionLabel) => Calibration {
  const known = new Map<number, Calibration>();
  return ({ fold }) => {
    const calibration = known.get(fold) ?? calibrationOf(found.filter(({ label }) => label.fold !== fold));
    known.set(fold, calibration);
    return calibration;
  };
}

const inGroups = <Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
