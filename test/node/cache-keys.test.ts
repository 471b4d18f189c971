import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { codeOfAblations } from "../../src/node/ablations/runs.ts";
import { codeOfActivityFolds } from "../../src/node/activity-folds.ts";
import { codeOfExamples } from "../../src/node/activity-parts.ts";
import { codeOfMeasuring } from "../../src/node/base-voices.ts";
import { codeOfClinicalHearing } from "../../src/node/clinical-sessions.ts";
import { codeOfEditing } from "../../src/node/edited-clips.ts";
import { codeOfDegradedClips } from "../../src/node/evaluation/degraded-clips.ts";
import { codeOfDegradedSessions } from "../../src/node/evaluation/degraded-sessions.ts";
import { codeOfDoses } from "../../src/node/evaluation/dose-scores.ts";
import { codeOfSurvival } from "../../src/node/evaluation/emotions-survive.ts";
import { codeOfLengths } from "../../src/node/evaluation/session-lengths.ts";
import { codeOfSittings } from "../../src/node/evaluation/sittings.ts";
import { codeOfMeasuringBack } from "../../src/node/evaluation/sound-of-sessions.ts";
import { codeOfFeatures } from "../../src/node/feature-cache.ts";
import { codeOfHead } from "../../src/node/head.ts";
import { codeOfHearing } from "../../src/node/session-cache.ts";
import { codeOfTowers } from "../../src/node/towers.ts";

/*
 * A cached result is used again for as long as the code that made it stays what it was. So every module that the code
 * reaches must be hashed into the key, or be known to change nothing.
 */

const src = fileURLToPath(new URL("../../src/", import.meta.url));

interface Kept {
  readonly what: string;
  /** The module that computes it. */
  readonly root: string;
  /** All code in its key. */
  readonly code: readonly string[];
}

const codeOfTask = [...codeOfTowers, ...codeOfHead];
const results: readonly Kept[] = [
  { what: "features of clips", root: "node/extract-worker.ts", code: codeOfFeatures },
  { what: "measurements of speakers", root: "node/measure-worker.ts", code: codeOfMeasuring },
  { what: "simulated sessions", root: "node/session-worker.ts", code: codeOfHearing },
  { what: "edited clips", root: "node/edit-worker.ts", code: codeOfEditing },
  { what: "clinical sessions", root: "node/clinical-worker.ts", code: codeOfClinicalHearing },
  { what: "examples of activity", root: "node/activity-worker.ts", code: codeOfExamples },
  { what: "networks of activity", root: "node/activity-folds.ts", code: codeOfActivityFolds },
  { what: "towers", root: "node/towers.ts", code: codeOfTowers },
  { what: "heads", root: "node/head.ts", code: codeOfTask },
  { what: "ablations", root: "node/ablations/runs.ts", code: [...codeOfTask, ...codeOfAblations] },
  { what: "sittings", root: "node/evaluation/sittings.ts", code: [...codeOfTowers, ...codeOfSittings] },
  { what: "survival", root: "node/evaluation/emotions-survive.ts", code: [...codeOfTowers, ...codeOfSurvival] },
  {
    what: "degraded clips",
    root: "node/evaluation/degraded-clips.ts",
    code: [...codeOfTowers, ...codeOfDegradedClips],
  },
  {
    what: "degraded sessions",
    root: "node/evaluation/degraded-sessions.ts",
    code: [...codeOfTask, ...codeOfDegradedSessions],
  },
  { what: "doses", root: "node/evaluation/dose-scores.ts", code: [...codeOfTask, ...codeOfDoses] },
  { what: "sounds measured back", root: "node/evaluation/sound-of-sessions.ts", code: codeOfMeasuringBack },
  { what: "lengths", root: "node/evaluation/session-lengths.ts", code: [...codeOfTask, ...codeOfLengths] },
];

/** Modules that can change no result where no list has them; what they import in turn is not looked at. */
const changesNothing: Readonly<Record<string, string>> = {
  "learning/corpus.ts": "reads manifests and deals folds, which stand in the keys",
  "learning/simulation/effects.ts": "moves persons: the recipes and labels of their sessions stand in the keys",
  "learning/simulation/observer.ts": "judges persons: the labels of their sessions stand in the keys",
  "node/corpora.ts": "opens recordings, and manifests whose rows stand in the keys",
  "node/pool.ts": "shares tasks out among processes",
  "node/files.ts": "gives the bytes of a file",
  "node/feature-cache.ts": "keeps what others measured",
  "node/session-cache.ts": "keeps what others heard; files and labels of sessions stand in the keys",
  "node/checkpoints.ts": "keeps a training as it is",
  "node/evaluation/kept.ts": "keeps what others found",
};

const imports = new Map<string, readonly string[]>();

/** The modules under src/ that a source imports for more than their types. */
function importsOf(module: string): readonly string[] {
  const found = imports.get(module) ?? readImports(module);
  imports.set(module, found);
  return found;
}

function readImports(module: string): readonly string[] {
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ESNext };
  // Compiled, it has lost what it imported as types alone.
  const { outputText } = ts.transpileModule(readFileSync(join(src, module), "utf8"), {
    compilerOptions,
    fileName: module,
  });
  return ts
    .preProcessFile(outputText)
    .importedFiles.filter(({ fileName }) => fileName.startsWith("."))
    .map(({ fileName }) => relative(src, join(src, dirname(module), fileName)));
}

/** Modules reached from the root that are neither in the key nor known to change nothing. */
function missedBy({ root, code }: Omit<Kept, "what">): readonly string[] {
  const isHashed = (module: string): boolean =>
    code.some((place) => module === place || module.startsWith(`${place}/`));
  const missed: string[] = [];
  const seen = new Set<string>();
  const visit = (module: string): void => {
    if (seen.has(module)) return;
    seen.add(module);
    if (isHashed(module)) for (const imported of importsOf(module)) visit(imported);
    else if (!(module in changesNothing)) missed.push(module);
  };
  visit(root);
  return missed.sort();
}

describe("the key of what the cache keeps", { timeout: 60_000 }, () => {
  it.each(results)("holds all code that decides it: $what", (kept) => {
    expect(missedBy(kept)).toEqual([]);
  });

  it("is told to lack a module that it lacks", () => {
    const code = codeOfTowers.filter((place) => place !== "learning/labelled-session.ts");
    expect(missedBy({ root: "node/towers.ts", code })).toEqual(["learning/labelled-session.ts"]);
  });
});
