import { describeLeftOut } from "../../learning/left-out.ts";
import { release } from "../../learning/release.ts";
import type { Bundle } from "../../network/bundle.ts";
import { initialiseTensors } from "../tensors.ts";
import { runTowers, type Towers, type TowersTask } from "../towers.ts";

/** What a bundle makes of trained towers. */
export const codeOfFinishedTowers: readonly string[] = [
  "network/bundle.ts",
  "learning/release.ts",
  "node/evaluation/finished-towers.ts",
];

/** Trained towers and the bundle that would hold them: without a depression tower. Readies the tensors. */
export async function openTowers(
  task: TowersTask,
  report: (line: string) => void,
): Promise<{ readonly towers: Towers; readonly bundle: Bundle }> {
  const towers = await runTowers(task, report);
  await initialiseTensors();
  const { bundle } = await release(
    {
      name: describeLeftOut(task.leftOut),
      depressionLabels: "none",
      clinicalCorpora: [],
      network: towers.config,
      encoding: towers.encoding,
      calibration: null,
      usualRecording: null,
      similarVoices: null,
    },
    towers.parameters,
  );
  return { towers, bundle };
}
