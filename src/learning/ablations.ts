import type { NetworkPart } from "../network/config.ts";
import type { BaselineName } from "./baselines/baselines.ts";
import type { LeftOut } from "./left-out.ts";
import { ablationRecipe, type Recipe, type Variant } from "./recipe.ts";

export const ablationTasks = ["emotion", "gender", "depression"] as const;
export type AblationTaskName = (typeof ablationTasks)[number];

/** One row of the ablations: what differs from the first, and which of the three tasks it has. */
export interface AblationRow {
  readonly name: string;
  readonly tasks: readonly AblationTaskName[];
  readonly recipe: Recipe;
  /** A network of another kind. */
  readonly baseline?: BaselineName;
  /** Whether the speakers who are scored were heard in training, in other recordings. */
  readonly isLeaky?: true;
}

type Change = Variant & { readonly functionalCount?: number; readonly tasks?: readonly AblationTaskName[] };

const { edits: _, ...withoutEdits } = ablationRecipe;

/** A row of the network itself; it has every task that is not taken out of it. */
function changed(name: string, { functionalCount, tasks, ...variant }: Change = {}): AblationRow {
  return {
    name,
    tasks: tasks ?? ablationTasks.filter((task) => !variant.without?.some((part) => part === task)),
    recipe: { ...ablationRecipe, ...(functionalCount === undefined ? {} : { functionalCount }), variant },
  };
}

const without = (name: string, ...parts: readonly NetworkPart[]): AblationRow => changed(name, { without: parts });

const otherNetwork = (name: string, baseline: BaselineName): AblationRow => ({ ...changed(name), baseline });

/** The row that all others are compared with comes first. */
export const ablationRows: readonly AblationRow[] = [
  changed("full"),
  without("mel stream only", "features"),
  without("feature stream only", "mel"),
  without("early concatenation, no attention", "attention"),
  without("mel asks features only", "featuresAsk"),
  without("features ask mel only", "melAsks"),
  without("no interaction", "genderInteraction", "emotionInteraction"),
  without("interaction by gender only", "emotionInteraction"),
  without("interaction by emotion only", "genderInteraction"),
  changed("emotion alone", { without: ["gender"], tasks: ["emotion"] }),
  changed("gender alone", { without: ["emotion"], tasks: ["gender"] }),
  changed("depression alone", { without: ["gender", "emotion"] }),
  without("without the gender task", "gender"),
  without("without the emotion task", "emotion"),
  ...[64, 128, 256, 512].map((count) => changed(`${count} functionals by mRMR`, { functionalCount: count })),
  changed("512 by mRMR's MID", { functionalCount: 512, choice: "mid" }),
  changed("512 by mRMR's FCQ", { functionalCount: 512, choice: "fcq" }),
  changed("512 by F", { functionalCount: 512, choice: "f" }),
  changed("512 at random", { functionalCount: 512, choice: "random" }),
  without("no timing", "timing"),
  changed("no augmentation", { augmentation: "off" }),
  { ...changed("no edited clips"), recipe: { ...withoutEdits, variant: {} } },
  without("no straight line", "line"),
  otherNetwork("logistic regression", "logistic"),
  otherNetwork("CNN and LSTM on mel", "cnn-lstm"),
  otherNetwork("ResNet and transformer on mel", "resnet-transformer"),
  { ...changed("full, speakers heard in training"), isLeaky: true },
];

/** Two of the five folds: their speakers are scored. */
export const ablationFolds: readonly number[] = [0, 1];

/** Whom a row's networks leave out, one after the other; together the same recordings in every row. */
export const leftOutOf = ({ isLeaky }: AblationRow, folds: readonly number[]): readonly LeftOut[] =>
  folds.map((fold, part) => (isLeaky ? { leakyFolds: folds, part } : { fold }));
