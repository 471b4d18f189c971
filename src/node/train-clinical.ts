import { createRandom } from "../base/random.ts";
import { fail, ok, type Result } from "../base/result.ts";
import { calibrationOf } from "../learning/calibrate.ts";
import { recordOf } from "../learning/card.ts";
import { clinicalCorpus } from "../learning/clinical/corpora.ts";
import { clinicalFigures, type UnheardScores } from "../learning/clinical/figures.ts";
import type { Recipe } from "../learning/recipe.ts";
import { type Release, release } from "../learning/release.ts";
import { exampleOf } from "./cards.ts";
import { type CorpusPlace, describeClinicalFaults, openClinicalCorpora } from "./clinical-corpora.ts";
import { type ClinicalSession, hearClinicalCorpora } from "./clinical-sessions.ts";
import { allFolds } from "./folds.ts";
import { describeWork } from "./pool.ts";
import { initialiseTensors } from "./tensors.ts";
import { type Trained, trainNetworks, writeRelease } from "./train-networks.ts";

export interface ClinicalTraining {
  /** Corpora of emotion and gender, which the streams learn from. */
  readonly corporaDir: string;
  readonly places: readonly CorpusPlace[];
  readonly cacheDir: string;
  readonly recipe: Recipe;
  readonly name: string;
  /** Folder of the bundle. */
  readonly out: string;
}

/**
 * Trains a bundle whose depression tower learns from clinical labels in place of the simulation. Official development and
 * test sets are heard by no network. Where a corpus has a development set, calibration comes from it, on the very network
 * that ships; for the others it comes from five folds of those learned from, as with the simulation. Whatever the recipe
 * says, the class teaches: nobody knows how probable depression is in a patient.
 *
 * @returns the bundle, or what is wrong with the corpora, in words
 */
export async function trainClinical(
  { corporaDir, places, cacheDir, recipe: wanted, name, out }: ClinicalTraining,
  report: (line: string) => void,
): Promise<Result<Release, string>> {
  const recipe: Recipe = { ...wanted, depressionStage: { ...wanted.depressionStage, teacher: "class" } };
  report(JSON.stringify(recipe));
  const corpora = await openClinicalCorpora(places);
  if (!corpora.ok) return fail(describeClinicalFaults(corpora.fault));
  const heard = await hearClinicalCorpora(corpora.value, cacheDir, (progress) =>
    report(describeWork("participants", progress)),
  );
  if (!heard.ok) return fail(describeClinicalFaults(heard.fault));
  const sessions = heard.value;
  const silent = corpora.value.flatMap(({ participants }) => participants).length - peopleIn(sessions);
  if (silent > 0) report(`${silent} participants say nothing that is heard as speech and are left out`);

  const of = (role: ClinicalSession["role"]): ClinicalSession[] => sessions.filter((session) => session.role === role);
  const withDev = new Set(of("dev").map(({ label }) => label.corpus));
  const needsFolds = of("learn").some(({ label }) => !withDev.has(label.corpus));
  const trained = await trainNetworks(
    { corporaDir, cacheDir, sessions: of("learn") },
    recipe,
    needsFolds ? allFolds : [],
    [...of("dev"), ...of("test")],
    report,
  );
  const groups = unheardScores(trained, of("dev").length, withDev);
  const forCalibration = groups.filter(({ unheard }) => unheard !== "test set").flatMap(({ scores }) => scores);
  if (new Set(forCalibration.map(({ label }) => label.depressed)).size < 2)
    return fail("Calibration needs people with and without depression in the development sets.");

  await initialiseTensors();
  const released = await release(
    {
      name,
      depressionLabels: "clinical",
      clinicalCorpora: places.map((place) => ({ name: place.name, terms: clinicalCorpus(place.name).terms })),
      network: trained.towers.config,
      encoding: trained.towers.encoding,
      calibration: calibrationOf(forCalibration),
      usualRecording: trained.usualRecording,
      similarVoices: trained.similarVoices,
    },
    trained.parameters,
  );
  const { bundle } = released;
  const clinical = {
    corpora: corpora.value.map((corpus) => ({
      corpus: corpus.name,
      labels: clinicalCorpus(corpus.name).labels,
      terms: clinicalCorpus(corpus.name).terms,
      people: peopleIn(of("learn").filter(({ label }) => label.corpus === corpus.name)),
      sessions: of("learn").filter(({ label }) => label.corpus === corpus.name).length,
    })),
    figures: clinicalFigures(groups, createRandom("clinical figures")),
  };
  await writeRelease(
    out,
    released,
    recordOf(trained.towers.heard, trained.runs, recipe, await exampleOf(bundle), clinical),
  );
  return ok(released);
}

const peopleIn = (sessions: readonly ClinicalSession[]): number =>
  new Set(sessions.map(({ label }) => `${label.corpus}/${label.speaker}`)).size;

/** @param devCount of the scores held out, those of development sets, which come first */
function unheardScores(
  { heldOut, folds }: Trained,
  devCount: number,
  withDev: ReadonlySet<string>,
): readonly UnheardScores[] {
  const groups: readonly UnheardScores[] = [
    { unheard: "test set", scores: heldOut.slice(devCount) },
    { unheard: "development set", scores: heldOut.slice(0, devCount) },
    { unheard: "five folds", scores: folds.filter(({ label }) => !withDev.has(label.corpus)) },
  ];
  return groups.filter(({ scores }) => scores.length > 0);
}
