import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/base/random.ts";
import type { Clip, NoiseClip } from "../../../src/learning/corpus.ts";
import { type BaseTake, groupOf, spreadOfPersons } from "../../../src/learning/simulation/base-speakers.ts";
import { quantities } from "../../../src/learning/simulation/effects.ts";
import { drawSessions, type SessionRecipe } from "../../../src/learning/simulation/sessions.ts";
import { actedTakes } from "../../../src/learning/simulation/takes.ts";
import { areaUnderCurve } from "../../../src/learning/statistics.ts";
import { speakersOnPaper } from "../../help/base-speakers.ts";

const speakers = speakersOnPaper();
const noises: readonly NoiseClip[] = ["rain", "clock", "baby_cry"].map((category) => ({
  corpus: "hum",
  file: `${category}.flac`,
  category,
}));
const shipped = drawSessions(speakers, noises, { seed: 7, count: 1200, effectScale: 1 });
const isDepressed = shipped.map(({ person }) => person.depressed);

/** How well one number per session tells the classes: .5 is not at all. */
const tells = (of: (recipe: SessionRecipe) => number): number => areaUnderCurve(shipped.map(of), isDepressed);
// 3.5 standard errors of an AUC of 600 + 600: many are asked.
const chance = 0.058;

const perSession = (text: string) => (recipe: SessionRecipe) =>
  recipe.takes.filter(({ clip }) => clip.text === text).length / recipe.takes.length;

describe("sessions", () => {
  it("give every speaker as many depressed as healthy ones, so that no voice, corpus or gender tells the class", () => {
    for (const { id } of speakers) {
      const own = shipped.filter(({ speaker }) => speaker === id);
      expect(own.length).toBe(40);
      expect(own.filter(({ person }) => person.depressed).length).toBe(20);
    }
  });

  it.each([
    ["gain", (r: SessionRecipe) => r.speechDb],
    ["decay of the room", (r: SessionRecipe) => r.room.decaySec],
    ["distance in the room", (r: SessionRecipe) => r.room.directToReverbDb],
    ["level of the noise", (r: SessionRecipe) => r.noise?.snrDb ?? 0],
    ["kind of noise", (r: SessionRecipe) => Number(r.noise?.clip.category === "rain")],
    ["first sentence", perSession("t0")],
    ["second sentence", perSession("t1")],
  ])("do not tell their class by their %s", (_, of) => {
    expect(Math.abs(tells(of) - 0.5)).toBeLessThan(chance);
  });

  it("tell it by the shifts and by fewer happy takes, as they should", () => {
    const actedOnly = (recipe: SessionRecipe): boolean => recipe.kind === "acted";
    const acted = shipped.filter(actedOnly);
    const share = (group: string) => (recipe: SessionRecipe) =>
      recipe.takes.filter(({ clip }) => groupOf(clip) === group).length / recipe.takes.length;
    const area = (of: (recipe: SessionRecipe) => number): number =>
      areaUnderCurve(
        acted.map(of),
        acted.map(({ person }) => person.depressed),
      );
    expect(area(share("positive"))).toBeLessThan(0.45);
    expect(area(share("flat"))).toBeGreaterThan(0.55);
    expect(Math.abs(area(share("other")) - 0.5)).toBeLessThan(0.055);
    expect(tells((r) => r.realised.pauseMean)).toBeGreaterThan(0.55);
  });

  it("within a group of emotions leave the choice of take to chance", () => {
    const happyAmongPositive = (recipe: SessionRecipe): number => {
      const positive = recipe.takes.filter(({ clip }) => groupOf(clip) === "positive");
      return positive.length === 0
        ? 0.5
        : positive.filter(({ clip }) => clip.emotion === "happy").length / positive.length;
    };
    expect(Math.abs(tells(happyAmongPositive) - 0.5)).toBeLessThan(chance);
  });

  it("last 45 to 90 s and hold 30 s of speech, no take of an actor twice and none next to itself", () => {
    for (const { durationSec, takes, kind, delivery } of shipped) {
      expect(durationSec).toBeGreaterThan(40);
      expect(durationSec).toBeLessThan(95);
      const samples = takes.flatMap(({ pieces }) => pieces).reduce((sum, { start, end }) => sum + end - start, 0);
      expect((samples / 16_000) * delivery.durationFactor).toBeGreaterThan(25);
      const files = takes.map(({ clip }) => clip.file);
      if (kind === "acted") expect(new Set(files).size).toBe(files.length);
      expect(files.some((file, i) => file === files[i - 1])).toBe(false);
    }
    const middle = shipped.map(({ durationSec }) => durationSec).sort((a, b) => a - b)[600] ?? 0;
    expect(middle).toBeGreaterThan(50);
    expect(middle).toBeLessThan(75);
  });

  it("say what their pauses really came to", () => {
    for (const { takes, realised, durationSec } of shipped.slice(0, 50)) {
      const gaps = takes.flatMap(({ pieces }) => pieces.map(({ gapSec }) => gapSec)).slice(0, -1);
      const pauses = gaps.filter((sec) => sec >= 0.2);
      const meanSec = pauses.reduce((a, b) => a + b, 0) / pauses.length;
      expect(0.8 * Math.exp(0.5 * realised.pauseMean)).toBeCloseTo(meanSec, 6);
      expect(0.18 + 0.09 * realised.pauseRatio).toBeCloseTo((meanSec * pauses.length) / (durationSec - 0.6), 6);
    }
  });

  it("never hear people in the noise", () => {
    expect(shipped.some(({ noise }) => noise?.clip.category === "baby_cry")).toBe(false);
  });

  it("keep their speaker's fold", () => {
    for (const { speaker, fold } of shipped) expect(fold).toBe(speakers.find(({ id }) => id === speaker)?.fold);
  });
});

describe("a draw", () => {
  it("is the same for the same seed, begins the same however many are drawn, and differs for another", () => {
    const draw = (seed: number, count: number) => drawSessions(speakers, noises, { seed, count, effectScale: 1 });
    expect(draw(7, 100)).toEqual(shipped.slice(0, 100));
    expect(draw(8, 20)).not.toEqual(shipped.slice(0, 20));
  });

  it("at another effect is the same people: the classes' means move by the effects and nothing else", () => {
    const none = drawSessions(speakers, noises, { seed: 7, count: 1200, effectScale: 0 });
    const mean = (recipes: readonly SessionRecipe[], q: (typeof quantities)[number], depressed: boolean): number => {
      const own = recipes.filter(({ person }) => person.depressed === depressed);
      return own.reduce((sum, { person }) => sum + person.z[q], 0) / own.length;
    };
    // A person and the mirror image are of one kind.
    const ordinary = shipped.filter(({ person }) => person.control === null);
    for (const q of quantities) {
      // Mirrored pairs cancel what luck would add.
      expect(mean(none, q, true)).toBeCloseTo(0, 10);
      expect(mean(none, q, false)).toBeCloseTo(0, 10);
      expect(mean(ordinary, q, false)).toBeCloseTo(0, 10);
    }
    expect(none.map(({ person }) => person.depressed)).toEqual(isDepressed);
    expect(none.map(({ room }) => room)).toEqual(shipped.map(({ room }) => room));
  });

  it("without noises or with a bare list of speakers still works, and without speakers is a mistake", () => {
    const [speaker] = speakers;
    const recipes = speaker ? drawSessions([speaker], [], { seed: 1, count: 3, effectScale: 1 }) : [];
    expect(recipes.map(({ noise }) => noise)).toEqual([null, null, null]);
    expect(() => drawSessions([], noises, { seed: 1, count: 3, effectScale: 1 })).toThrow("no base speaker");
  });
});

describe("anxious persons", () => {
  const takes = (speakers[0]?.takes ?? []).map(
    (take): BaseTake => (take.clip.emotion === "calm" ? { ...take, clip: { ...take.clip, emotion: "fearful" } } : take),
  );
  const draw = (isFearful: boolean) =>
    actedTakes(takes, 40, { positive: 0.25, isFearful }, createRandom("takes")).map(({ clip }) => clip);

  it("choose fearful takes before other ones, and as many of each group as anybody", () => {
    const anxious = draw(true);
    const others = draw(false);
    const count = (clips: readonly Clip[], emotion: string) => clips.filter((clip) => clip.emotion === emotion).length;
    // Eight of the actor's takes are fearful, more than a session holds of the third group.
    expect(count(anxious, "angry")).toBe(0);
    expect(count(others, "angry")).toBeGreaterThan(0);
    for (const group of ["positive", "flat", "other"])
      expect(anxious.filter((clip) => groupOf(clip) === group).length).toBe(
        others.filter((clip) => groupOf(clip) === group).length,
      );
  });
});

describe("the spread of persons", () => {
  it("fills the speakers' own spread up to one population variance, and keeps its least", () => {
    const withSpread = (sd: number) =>
      speakers.map((speaker, i) => ({ ...speaker, own: { ...speaker.own, f0Sd: i % 4 < 2 ? sd : -sd } }));
    // 30 speakers in 6 groups whose means are taken off: 24 degrees of freedom.
    const variance = (sd: number): number => (sd * sd * 30) / 24;
    expect(spreadOfPersons(withSpread(0.5)).f0Sd ** 2 + variance(0.5)).toBeCloseTo(1, 10);
    expect(spreadOfPersons(withSpread(2)).f0Sd).toBe(0.75);
    expect(spreadOfPersons(speakers).pauseMean).toBe(1);
  });
});
