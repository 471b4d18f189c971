import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/base/random.ts";
import { analyseTake } from "../../../src/learning/simulation/analysis.ts";
import { artefactProbes, doseFigures, probeFiguresOf } from "../../../src/learning/simulation/checks.ts";
import {
  emotionSurvival,
  survivalFiguresOf,
  survivalSessions,
} from "../../../src/learning/simulation/emotion-survival.ts";
import { drawSessions } from "../../../src/learning/simulation/sessions.ts";
import { speakersOnPaper, speakerWithSyntheticVoice } from "../../help/base-speakers.ts";

const speakers = speakersOnPaper();

describe("doses of the effects", () => {
  const figures = doseFigures(speakers, [], { seed: 2, count: 1500 });
  const of = (effectScale: number) => figures.find((one) => one.effectScale === effectScale);

  it("part the classes as normals that far apart would be, nothing at none and the wrong way when turned round", () => {
    // Two standard errors of 750 + 650 sessions, and limits that cut large edits off.
    for (const { auc, expected } of figures) expect(Math.abs(auc - expected)).toBeLessThan(0.04);
    expect(of(0)?.expected).toBe(0.5);
    expect(of(-1)?.auc).toBeLessThan(0.4);
    expect(of(1.5)?.auc).toBeGreaterThan((of(1)?.auc ?? 1) + 0.03);
  });
});

describe("a probe for artefacts", () => {
  it("is given sessions in which nothing parts the classes: the same shifts drawn blindly, and none at all", () => {
    const [blind, none] = artefactProbes(speakers, [], { seed: 2, count: 200 });
    const meanZ = (depressed: boolean): number => {
      const own = blind?.recipes.filter(({ person }) => person.depressed === depressed) ?? [];
      return own.reduce((sum, { person }) => sum + person.z.f0Sd, 0) / own.length;
    };
    expect(Math.abs(meanZ(true) - meanZ(false))).toBeLessThan(0.4);
    expect(none?.recipes.every(({ delivery }) => delivery.durationFactor === 1 && delivery.voice.breath === 0)).toBe(
      true,
    );
    expect(none?.recipes.map(({ id }) => id)).toEqual(blind?.recipes.map(({ id }) => id));
  });

  it("finds what is there, in folds it has not seen, and nothing where nothing is", () => {
    const random = createRandom("probe");
    const sessions = (effect: number) =>
      Array.from({ length: 600 }, (_, i) => {
        const label = i % 2 === 1;
        const row = [random.normal() + (label ? effect : 0), random.normal()];
        return { label, fold: (i >> 1) % 5, row, speaker: String(i >> 1) };
      });
    const aucOf = (effect: number): number => probeFiguresOf("probe", sessions(effect), createRandom(1)).auc.value;
    // Φ(1/√2) = .760; three standard errors of 300 + 300.
    expect(Math.abs(aucOf(1) - 0.76)).toBeLessThan(0.06);
    expect(Math.abs(aucOf(0) - 0.5)).toBeLessThan(0.071);
  });
});

describe("the survival of emotions", { timeout: 60_000 }, () => {
  const made = { id: "actor", corpus: "made", gender: "male", kind: "acted", fold: 0, takes: 24 } as const;
  const { speaker, sounds } = speakerWithSyntheticVoice(made);
  const source = {
    clip: async ({ file }: { file: string }) => sounds.get(file) as Float32Array,
    noise: async () => new Float32Array(),
  };
  const [drawn] = drawSessions([speaker], [], { seed: 1, count: 1, effectScale: 1 });
  if (!drawn) throw new Error("nothing was drawn");
  const flat = { ...drawn, delivery: { ...drawn.delivery, f0ShiftSemitones: 0, f0RangeFactor: 1, durationFactor: 1 } };
  /** Tells happy by a pitch above 120 Hz: what a change of F0 alone can mislead. */
  const byPitch = async (samples: Float32Array) => (analyseTake(samples).f0.mean > 25.5 ? "happy" : "sad");

  it("is the same where the delivery leaves alone what the teller listens to, and suffers where it does not", async () => {
    const kept = await emotionSurvival(speaker, [flat], source, byPitch, createRandom(1));
    expect(kept.takes).toBe(flat.takes.length);
    expect(Math.abs(kept.edited - kept.unedited)).toBeLessThan(0.1);
    const low = { ...flat, delivery: { ...flat.delivery, f0ShiftSemitones: -12 } };
    const lost = await emotionSurvival(speaker, [low], source, byPitch, createRandom(1));
    const sad = low.takes.filter(({ clip }) => clip.emotion === "sad").length / low.takes.length;
    expect(lost.unedited).toBe(kept.unedited);
    expect(lost.edited).toBeCloseTo(sad, 10);
  });
});

describe("takes whose emotions are told before and after their edits", () => {
  const recipes = drawSessions(speakers, [], { seed: 1, count: 400, effectScale: 1 });

  it("are of one session of each actor whom the network did not hear, half of them of depressed persons", () => {
    const chosen = survivalSessions(recipes, { fold: 2 });
    const actors = speakers.filter(({ kind, fold }) => kind === "acted" && fold === 2).map(({ id }) => id);
    expect(chosen.map(({ speaker }) => speaker).sort()).toEqual(actors.sort());
    const depressed = chosen.filter(({ person }) => person.depressed).length;
    expect(Math.abs(depressed - chosen.length / 2)).toBeLessThan(1);
    const [corpus] = recipes.map((recipe) => recipe.corpus);
    expect(survivalSessions(recipes, { corpus: corpus as string }).every((one) => one.corpus === corpus)).toBe(true);
  });

  it("count alike, whoever speaks them", () => {
    const actor = (speaker: string, takes: number, unedited: number, edited: number) => ({
      corpus: "c",
      speaker,
      takes,
      unedited,
      edited,
    });
    const figures = survivalFiguresOf([actor("a", 30, 0.9, 0.8), actor("b", 10, 0.5, 0.6)], createRandom(1));
    expect(figures).toMatchObject({ takes: 40, speakers: 2 });
    expect(figures.unedited).toBeCloseTo((27 + 5) / 40, 12);
    expect(figures.edited).toBeCloseTo((24 + 6) / 40, 12);
    expect(figures.difference.value).toBeCloseTo(-2 / 40, 12);
    // Speakers drawn anew: both times the one or both times the other at the ends.
    expect(figures.difference.interval.low).toBeCloseTo(-0.1, 6);
    expect(figures.difference.interval.high).toBeCloseTo(0.1, 6);
  });
});
