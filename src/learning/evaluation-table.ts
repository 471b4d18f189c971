import type { GroupCalibration } from "./certainty/calibration-figures.ts";
import { calibrationTables, conformalTable, strangenessTable } from "./certainty/certainty-tables.ts";
import type { GroupConformal } from "./certainty/conformal-figures.ts";
import type { StrangenessFigures } from "./certainty/strangeness-figures.ts";
import type { CheckFigures, DepressionFigures } from "./depression-evaluation.ts";
import { checkTable, controlTable, depressionTable, outcomeLines, survivalLine } from "./depression-tables.ts";
import type { Recognition } from "./recognition.ts";
import { recognitionTable, sittingTable, transferTable } from "./recognition-tables.ts";
import type { RobustnessFigures } from "./robustness/figures.ts";
import { robustnessTable } from "./robustness/table.ts";
import type { SurvivalFigures } from "./simulation/emotion-survival.ts";
import { type SoundFigures, soundTable } from "./simulation/sound-table.ts";
import type { SittingFigures } from "./sittings.ts";

/** All that `npm run evaluate` measures. */
export interface Evaluation {
  readonly seeds: readonly number[];
  readonly recognition: Recognition;
  /** Each corpus with emotion labels, scored by networks that heard nothing of it; missing where none could be left out. */
  readonly transfer?: Recognition;
  /** Emotion where a speaker's other clips were heard before. */
  readonly sittings: SittingFigures;
  readonly depression: DepressionFigures;
  /** How far the probabilities can be trusted, by group. */
  readonly calibration: readonly GroupCalibration[];
  /** Which answers fit, by group. */
  readonly conformal: readonly GroupConformal[];
  /** Sessions by how far they lie from those learned from. */
  readonly strangeness: StrangenessFigures;
  readonly checks: readonly CheckFigures[];
  /** Emotion in takes before and after the edits of their sessions; missing in a quick evaluation, and where nobody acts in sessions. */
  readonly emotionSurvival?: SurvivalFigures;
  /** Artefacts and fidelity of the sessions; missing in a quick evaluation. */
  readonly sound?: SoundFigures;
  /** Worse sounds and shorter sessions; missing in a quick evaluation. */
  readonly robustness?: RobustnessFigures;
}

/** The evaluation as Markdown. */
export function evaluationTable({ seeds, recognition, depression, ...more }: Evaluation): string {
  const { transfer, sittings, calibration, conformal, strangeness, checks, emotionSurvival, sound, robustness } = more;
  return [
    seeds.length === 1
      ? `Speaker-disjoint, five folds, one seed (${seeds[0]}); 95 % intervals over speakers.`
      : `Speaker-disjoint, five folds; mean over seeds ${seeds.join(", ")}, 95 % intervals of that mean over speakers.`,
    "",
    "### Emotion and gender",
    "",
    "Every clip stands alone; one in which no speech is heard counts as a mistake.",
    "",
    ...recognitionTable(recognition),
    "",
    "### Emotion late in a sitting",
    "",
    ...sittingTable(sittings, recognition),
    "",
    ...(transfer ? ["### Corpora never heard", "", ...transferTable(transfer), ""] : []),
    "### Simulated depression",
    "",
    "How well shifts that were put into healthy voices are found again in speakers never heard. Nothing here says how many patients would be found or missed.",
    "",
    ...depressionTable(depression),
    "",
    ...controlTable(depression.controls),
    ...checkTable(checks),
    "",
    ...(emotionSurvival ? [survivalLine(emotionSurvival), ""] : []),
    ...(sound ? soundTable(sound) : []),
    ...outcomeLines(depression),
    "",
    ...calibrationTables(calibration),
    ...conformalTable(conformal),
    ...strangenessTable(strangeness),
    ...(robustness ? ["### Worse sounds and shorter sessions", "", ...robustnessTable(robustness), ""] : []),
  ].join("\n");
}
