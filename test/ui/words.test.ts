import { describe, expect, it } from "vitest";
import { families, functionalNames } from "../../src/features/functionals.ts";
import { timingGroups, timingNames } from "../../src/features/timing.ts";
import { reasonsFor } from "../../src/learning/card-statements.ts";
import type { BackendReason, DeviceFault, Interruption } from "../../src/screening/ports.ts";
import type { Caution, Reason } from "../../src/screening/result.ts";
import type { CheckInterruption } from "../../src/screening/session.ts";
import { enCard } from "../../src/ui/words/en-card.ts";
import { sayBounds, sayClock, sayPercent, sayRange, saySeconds, saySigned } from "../../src/ui/words/figures.ts";
import { createLanguage } from "../../src/ui/words/language.ts";
import {
  sayBackend,
  sayCaution,
  sayCheckInterruption,
  sayFault,
  sayInterruption,
  sayInterruptionOver,
  sayObstacle,
} from "../../src/ui/words/say.ts";
import { sayFeature, sayFeatureValue, sayGroup } from "../../src/ui/words/say-feature.ts";

const { t } = createLanguage();

/** What a person reads: a sentence, with every gap filled, and no name of a word in place of the word. */
function expectSentence(words: string): void {
  expect(words).toMatch(/^\S.{8,}/);
  expect(words).not.toMatch(/\{\{|\}\}|undefined|NaN|null|!/);
  expect(words).not.toMatch(/^[a-z-]+(\.[\w-]+)+$/);
}

/** One of every kind, which the compiler checks. */
type OneOfEach<Union extends { readonly kind: string }> = {
  readonly [Kind in Union["kind"]]: Extract<Union, { readonly kind: Kind }>;
};
const all = <Union extends { readonly kind: string }>(each: OneOfEach<Union>): [string, Union][] =>
  Object.entries(each) as [string, Union][];

const reasons: OneOfEach<Reason> = {
  "too-little-speech": { kind: "too-little-speech", speechSec: 6.62, minSec: 30 },
  "no-speech": { kind: "no-speech" },
  noisy: { kind: "noisy", snrDb: 6.2, minDb: 10 },
  clipped: { kind: "clipped", clippedRatio: 0.0234, maxRatio: 0.01 },
  "below-low-threshold": { kind: "below-low-threshold" },
  "between-thresholds": { kind: "between-thresholds" },
  "both-answers-fit": { kind: "both-answers-fit" },
  "unlike-heard": { kind: "unlike-heard" },
  "above-high-threshold": { kind: "above-high-threshold" },
  "no-depression-head": { kind: "no-depression-head" },
};

const cautions: OneOfEach<Caution> = {
  "cut-short": { kind: "cut-short", declaredSec: 60, decodedSec: 41 },
  "header-unreliable": { kind: "header-unreliable", detail: "The header does not say how long the recording is." },
  damaged: { kind: "damaged", lostSec: 0.4 },
  "too-long": { kind: "too-long", readSec: 7200 },
  "interval-crosses": { kind: "interval-crosses", threshold: "high" },
};

const faults: OneOfEach<DeviceFault> = {
  "no-microphone": { kind: "no-microphone" },
  "permission-denied": { kind: "permission-denied" },
  "microphone-busy": { kind: "microphone-busy" },
  "microphone-failed": { kind: "microphone-failed", detail: "NotSupportedError" },
  "nothing-recorded": { kind: "nothing-recorded" },
  file: { kind: "file", fault: { kind: "empty", message: "The file is empty." } },
  bundle: { kind: "bundle", detail: "hash mismatch" },
  engine: { kind: "engine", detail: "no backend" },
  cancelled: { kind: "cancelled" },
};

const backendReasons: OneOfEach<BackendReason> = {
  fastest: { kind: "fastest", webgpuMs: 2.1, wasmMs: 4.6 },
  forced: { kind: "forced" },
  "no-webgpu": { kind: "no-webgpu" },
  "software-adapter": { kind: "software-adapter" },
  slower: { kind: "slower", webgpuMs: 41, wasmMs: 3.4 },
  "wrong-answer": { kind: "wrong-answer" },
  "device-lost": { kind: "device-lost" },
};

describe("there are words for", () => {
  it.each(all<Reason>(reasons))("the reason %s and its remedy where there is no score for it", (kind, reason) => {
    const isMendable = ["too-little-speech", "no-speech", "noisy", "clipped"].includes(kind);
    const obstacle = sayObstacle(t, reason);
    if (!isMendable) return expect(obstacle).toBeNull();
    expectSentence(obstacle?.why ?? "");
    expectSentence(obstacle?.remedy ?? "");
  });

  it.each(all<Caution>(cautions))("the caution %s", (_, caution) => expectSentence(sayCaution(t, caution)));

  it.each(all<DeviceFault>(faults))("the fault %s: what, why and what to do", (_, fault) => {
    const { what, why, todo } = sayFault(t, fault);
    for (const words of [what, why, todo]) expectSentence(words);
  });

  it.each([
    ...(["empty", "unrecognised", "unsupported-codec", "no-audio", "undecodable", "unreadable"] as const),
    "no-decoder" as const,
  ])("the fault %s of a file, whose reason the decoder has given", (kind) => {
    const message = "The file's sound is coded as ALAC, which is not read here.";
    const { what, why, todo } = sayFault(t, { kind: "file", fault: { kind, message } });
    for (const words of [what, todo]) expectSentence(words);
    expect(why).toBe(message);
  });

  it("a header that cannot be trusted, in whole sentences", () => {
    expect(sayCaution(t, cautions["header-unreliable"])).toMatch(/\. The header does not .* is\. It was read/);
  });

  it.each(all<BackendReason>(backendReasons))("the choice of backend: %s", (_, reason) =>
    expectSentence(sayBackend(t, "wasm", reason)),
  );

  it.each(["muted", "unplugged", "hidden", "suspended", "full"] satisfies Interruption[])(
    "the interruption %s, with what was kept",
    (interruption) => {
      const recorded = { recordedSec: 30, speechSec: 23 };
      for (const words of [
        sayInterruption(t, interruption, recorded),
        sayInterruptionOver(t, interruption, recorded),
      ]) {
        expectSentence(words);
        expect(words).toContain("Kept so far: 23\u00a0s of speech.");
      }
      expect(sayInterruption(t, interruption, { ...recorded, speechSec: null })).toContain("30\u00a0s of recording");
    },
  );

  it.each(["muted", "unplugged", "hidden", "suspended"] satisfies CheckInterruption[])(
    "the interruption %s of a microphone check, where nothing is kept yet",
    (interruption) => {
      const words = sayCheckInterruption(t, interruption);
      expectSentence(words);
      expect(words).not.toMatch(/kept|stop/i);
    },
  );
});

describe("features", () => {
  it.each([...functionalNames, ...timingNames])("%s has plain words of its own", (name) => {
    const words = sayFeature(t, name);
    expectSentence(words);
    expect(words).not.toBe(name);
  });

  it("have their values told with a unit that a person knows, where there is one", () => {
    expect(sayFeatureValue(t, "pauseMeanSec", "0.5")).toBe("0.5 s");
    expect(sayFeatureValue(t, "speechRate", "2.8")).toBe("2.8 a second");
    expect(sayFeatureValue(t, "f0Semitones.deltaP5", "−73")).toBe("−73 semitones a second");
    expect(sayFeatureValue(t, "intensityDb.voicedMean", "1")).toBe("1 dB");
    expect(sayFeatureValue(t, "hnrDb.voicedSkewness", "0.2")).toBe("0.2");
    expect(sayFeatureValue(t, "cppDb.mean", "11")).toBe("11 dB");
    expect(sayFeatureValue(t, "shimmerLocalDb.mean", "-0.3")).toBe("-0.3");
  });

  it("that nobody has words for yet are called by their names", () => {
    expect(sayFeature(t, "newThing.mean")).toBe("newThing.mean");
    expect(sayGroup(t, "newGroup")).toContain("newGroup");
  });

  it.each([...families, ...timingGroups.map(({ name }) => name), "sound"])("the group %s has a name", (group) => {
    expect(sayGroup(t, group)).not.toMatch(/^Other/);
  });
});

describe("the card's words", () => {
  it.each(["simulated", "clinical", "none"] as const)(
    "name every part that a card with %s labels may leave open",
    (labels) => {
      const inRows = /^(recognition|transfer|clinical)\./;
      const parts = Object.keys(reasonsFor(labels)).filter((part) => !inRows.test(part));
      expect(parts.filter((part) => !(part in enCard.openParts))).toEqual([]);
    },
  );
});

describe("figures", () => {
  it("never claim certainty", () => {
    expect(sayPercent(t, 0.001)).toBe("below\u00a01\u00a0%");
    expect(sayPercent(t, 0.999)).toBe("above\u00a099\u00a0%");
    expect(sayPercent(t, 0.624)).toBe("62\u00a0%");
  });

  it("never claim certainty at the ends of an interval either", () => {
    expect(sayRange(t, 0.001, 0.45)).toBe("below\u00a01\u00a0to\u00a045\u00a0%");
    expect(sayRange(t, 0.45, 1)).toBe("45\u00a0to\u00a0above\u00a099\u00a0%");
    expect(sayBounds(t, 0, 1)).toBe("below\u00a01\u00a0to\u00a0above\u00a099");
  });

  it("are not torn from their units at the end of a line", () => {
    for (const words of [sayPercent(t, 0.5), sayRange(t, 0.41, 0.79), saySeconds(t, 42), saySeconds(t, 125)])
      expect(words).not.toContain(" ");
  });

  it("carry the sign of a change, and none where nothing changes", () => {
    expect(saySigned(0.123)).toBe("+0.12");
    expect(saySigned(-0.123)).toBe("−0.12");
    expect(saySigned(0.001)).toBe("0.00");
    expect(saySigned(-0.001)).toBe("0.00");
  });

  it("speak of minutes where seconds grow many", () => {
    expect(saySeconds(t, 119)).toBe("119\u00a0s");
    expect(saySeconds(t, 125)).toBe("2\u00a0min\u00a05\u00a0s");
    expect(sayClock(67.9)).toBe("1:07");
  });
});
