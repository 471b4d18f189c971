import { cell } from "../table-cells.ts";
import type { ProbeFigures } from "./checks.ts";
import type { Agreement, FidelityFigures } from "./fidelity-figures.ts";

/** Whether sessions sound as their recipes say, and whether they give the class away by anything else. */
export interface SoundFigures {
  readonly probes: readonly ProbeFigures[];
  readonly fidelity: FidelityFigures;
}

/** As Markdown. */
export function soundTable({ probes, fidelity }: SoundFigures): string[] {
  const { sessions, sessionsByPraat, quantities } = fidelity;
  const cells = (agreement: Agreement | null): string => `${cell(agreement?.slope)} | ${cell(agreement?.correlation)}`;
  return [
    "Artefacts: sessions of either class in which nothing parts the classes, once with the same scatter of shifts in both and once passed through the whole chain with no shift at all. A logistic regression on mean functionals and timing is asked for the class, in folds that it has not seen; .5 is what it should find.",
    "",
    "| sessions with | sessions | AUC of the probe |",
    "|---|---|---|",
    ...probes.map(({ name, sessions: probed, auc }) => `| ${name} | ${probed} | ${cell(auc)} |`),
    "",
    `Measured back: ${sessions} sessions rendered with their delivery and without. Slope and correlation of what was heard over what was put in, both in SDs between people: without room and noise and with them, by the descriptors that the network hears or, where it has none, by the measurements that the edits start from${sessionsByPraat > 0 ? `; and by Praat, without room and noise, in ${sessionsByPraat} of them` : ""}.`,
    "",
    `| quantity | slope | correlation | in room and noise: slope | correlation | ${sessionsByPraat > 0 ? "by Praat: slope | correlation | " : ""}`.trim(),
    `|---|---|---|---|---|${sessionsByPraat > 0 ? "---|---|" : ""}`,
    ...quantities.map(
      ({ quantity, dry, asHeard, praat }) =>
        `| ${quantity} | ${cells(dry)} | ${cells(asHeard)} |${sessionsByPraat > 0 ? ` ${cells(praat)} |` : ""}`,
    ),
    "",
  ];
}
