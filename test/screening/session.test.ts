import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DeviceFault, Interruption, Readiness } from "../../src/screening/ports.ts";
import type { ScreeningResult } from "../../src/screening/result.ts";
import {
  type OpenedMicrophone,
  recordingHeld,
  type Session,
  type SessionEvent,
  step,
  type Trouble,
  takenAway,
  waysOn,
} from "../../src/screening/session.ts";

const settings = { sampleRateHz: 48_000, echoCancellation: false, noiseSuppression: false, autoGainControl: null };
const microphone: OpenedMicrophone = { microphones: [{ id: "a", name: "Desk" }], id: "a", settings };
const recorded = { recordedSec: 41, speechSec: 32 };
const result = { durationSec: 41, outcome: "low" } as ScreeningResult;
const readiness = { backend: "wasm" } as Readiness;
const spoken = { kind: "microphone" } as const;
const file = { kind: "file", name: "a.wav" } as const;
const denied: DeviceFault = { kind: "permission-denied" };
const engine: DeviceFault = { kind: "engine", detail: "no backend" };

/** One session of every kind in which an event can find a visit. */
const states = {
  start: { stage: "start" },
  opening: { stage: "microphone", microphone: null, interruption: null },
  check: { stage: "microphone", microphone, interruption: null },
  checkMuted: { stage: "microphone", microphone, interruption: "muted" },
  speaking: { stage: "speaking", task: "passage", recorded, pause: null },
  paused: { stage: "speaking", task: "prompt", recorded, pause: { by: "person" } },
  interrupted: {
    stage: "speaking",
    task: "prompt",
    recorded,
    pause: { by: "interruption", interruption: "unplugged", over: false },
  },
  full: {
    stage: "speaking",
    task: "prompt",
    recorded,
    pause: { by: "interruption", interruption: "full", over: false },
  },
  interruptionOver: {
    stage: "speaking",
    task: "prompt",
    recorded,
    pause: { by: "interruption", interruption: "hidden", over: true },
  },
  scoringVoice: { stage: "working", source: spoken, recorded, progress: null },
  scoringFile: { stage: "working", source: file, recorded: null, progress: null },
  result: { stage: "result", source: spoken, result, readiness },
  notReady: { stage: "trouble", source: null, fault: engine, recorded: null },
  noMicrophone: { stage: "trouble", source: spoken, fault: denied, recorded: null },
  voiceUnscored: { stage: "trouble", source: spoken, fault: engine, recorded },
  fileUnscored: { stage: "trouble", source: file, fault: engine, recorded: null },
} satisfies Record<string, Session>;
type StateName = keyof typeof states;

const interruption: Interruption = "suspended";
const progress = { stage: "decoding", done: 0.5, remainingSec: 3 } as const;
const heard = { recordedSec: 43, speechSec: 33 };
const fresh = { recordedSec: 0, speechSec: 0 };
const opening: Session = { stage: "microphone", microphone: null, interruption: null };
const newRecording: Session = { stage: "speaking", task: "passage", recorded: fresh, pause: null };

/** What each event does, state by state; a state that is not listed is left as it was. */
const table: readonly { event: SessionEvent; becomes: { readonly [name in StateName]?: Session } }[] = [
  {
    event: { kind: "microphone-wanted" },
    becomes: {
      start: opening,
      opening,
      check: opening,
      checkMuted: opening,
      result: opening,
      notReady: opening,
      noMicrophone: opening,
      fileUnscored: opening,
    },
  },
  {
    event: { kind: "microphone-opened", microphone },
    becomes: { opening: states.check },
  },
  { event: { kind: "recording-began" }, becomes: { check: newRecording } },
  {
    event: { kind: "heard", recorded: heard },
    becomes: {
      speaking: { ...states.speaking, recorded: heard },
      paused: { ...states.paused, recorded: heard },
      interrupted: { ...states.interrupted, recorded: heard },
      full: { ...states.full, recorded: heard },
      interruptionOver: { ...states.interruptionOver, recorded: heard },
    },
  },
  { event: { kind: "task-changed", task: "prompt" }, becomes: { speaking: { ...states.speaking, task: "prompt" } } },
  { event: { kind: "paused" }, becomes: { speaking: { ...states.speaking, pause: { by: "person" } } } },
  {
    event: { kind: "resumed" },
    becomes: {
      paused: { ...states.paused, pause: null },
      interruptionOver: { ...states.interruptionOver, pause: null },
    },
  },
  {
    event: { kind: "redone" },
    becomes: { speaking: newRecording, paused: newRecording, full: newRecording, interruptionOver: newRecording },
  },
  {
    event: { kind: "interrupted", interruption },
    becomes: Object.fromEntries([
      ...(["opening", "check", "checkMuted"] as const).map((name) => [name, { ...states[name], interruption }]),
      ...(["speaking", "paused", "interrupted", "full", "interruptionOver"] as const).map((name) => [
        name,
        { ...states[name], pause: { by: "interruption", interruption, over: false } },
      ]),
    ]),
  },
  {
    event: { kind: "interruption-ended" },
    becomes: {
      checkMuted: states.check,
      interrupted: { ...states.interrupted, pause: { by: "interruption", interruption: "unplugged", over: true } },
      full: { ...states.full, pause: { by: "interruption", interruption: "full", over: true } },
    },
  },
  {
    event: { kind: "stopped" },
    becomes: {
      speaking: states.scoringVoice,
      paused: states.scoringVoice,
      interrupted: states.scoringVoice,
      full: states.scoringVoice,
      interruptionOver: states.scoringVoice,
    },
  },
  {
    event: { kind: "sound-chosen", source: file },
    becomes: {
      start: states.scoringFile,
      result: states.scoringFile,
      notReady: states.scoringFile,
      noMicrophone: states.scoringFile,
      fileUnscored: states.scoringFile,
    },
  },
  {
    event: { kind: "scoring-again" },
    becomes: { voiceUnscored: states.scoringVoice, fileUnscored: states.scoringFile },
  },
  {
    event: { kind: "progressed", progress },
    becomes: {
      scoringVoice: { ...states.scoringVoice, progress },
      scoringFile: { ...states.scoringFile, progress },
    },
  },
  {
    event: { kind: "scored", result, readiness },
    becomes: {
      scoringVoice: { stage: "result", source: spoken, result, readiness },
      scoringFile: { stage: "result", source: file, result, readiness },
    },
  },
  {
    event: { kind: "failed", fault: engine },
    becomes: {
      start: states.notReady,
      opening: { ...states.noMicrophone, fault: engine },
      check: { ...states.noMicrophone, fault: engine },
      checkMuted: { ...states.noMicrophone, fault: engine },
      scoringVoice: states.voiceUnscored,
      scoringFile: states.fileUnscored,
    },
  },
  {
    event: { kind: "left" },
    becomes: Object.fromEntries(Object.keys(states).map((name) => [name, states.start])),
  },
];

describe("a visit, event by event in every state", () => {
  for (const { event, becomes } of table) {
    it.each(Object.keys(states) as StateName[])(`${event.kind} when %s`, (name) => {
      expect(step(states[name], event)).toEqual(becomes[name] ?? states[name]);
    });
  }
});

describe("what was taken away", () => {
  it.each(["unplugged", "suspended"] as const)("may be asked for until it is back: %s", (kind) => {
    expect(takenAway({ by: "interruption", interruption: kind, over: false })).toBe(kind);
    expect(takenAway({ by: "interruption", interruption: kind, over: true })).toBeNull();
  });

  it("is nothing where a person or another interruption pauses", () => {
    expect(takenAway(null)).toBeNull();
    expect(takenAway({ by: "person" })).toBeNull();
    expect(takenAway({ by: "interruption", interruption: "muted", over: false })).toBeNull();
  });
});

describe("cancelling", () => {
  const cancelled: SessionEvent = { kind: "failed", fault: { kind: "cancelled" } };

  it("returns from a file to the choice of sources", () => {
    expect(step(states.scoringFile, cancelled)).toEqual(states.start);
  });

  it("keeps a recording and offers to score it", () => {
    const kept = step(states.scoringVoice, cancelled) as Trouble;
    expect(kept).toMatchObject({ stage: "trouble", recorded });
    expect(waysOn(kept)).toEqual(["score-again", "start"]);
  });
});

describe("ways on from trouble", () => {
  it("loads again what the page itself needs", () => {
    expect(waysOn(states.notReady)).toEqual(["prepare-again"]);
  });

  it("tries the microphone again, or another source", () => {
    expect(waysOn(states.noMicrophone)).toEqual(["open-microphone", "start"]);
  });

  it("does not offer to read again a file that cannot be read", () => {
    const fault: DeviceFault = { kind: "file", fault: { kind: "empty", message: "It has no bytes." } };
    expect(waysOn({ ...states.fileUnscored, fault })).toEqual(["start"]);
  });

  it("offers to read a file again for which only the decoder was missing", () => {
    const fault: DeviceFault = { kind: "file", fault: { kind: "no-decoder", message: "It could not be loaded." } };
    expect(waysOn({ ...states.fileUnscored, fault })).toEqual(["score-again", "start"]);
  });

  it("asks for the microphone again where nothing reached it", () => {
    const silent = step(states.scoringVoice, { kind: "failed", fault: { kind: "nothing-recorded" } }) as Trouble;
    expect(silent.recorded).toBeNull();
    expect(waysOn(silent)).toEqual(["open-microphone", "start"]);
  });
});

describe("what was recorded", () => {
  const seconds = fc.integer({ min: 1, max: 90 });
  const anyEvent: fc.Arbitrary<SessionEvent> = fc.oneof(
    ...table.map(({ event }) => fc.constant(event)),
    fc.constant<SessionEvent>({ kind: "failed", fault: { kind: "cancelled" } }),
  );
  const givesUp = new Set(["redone", "left"]);

  it("stays through any series of events until it is scored or given up", () => {
    fc.assert(
      fc.property(seconds, fc.array(anyEvent, { maxLength: 30 }), (recordedSec, events) => {
        const held = { recordedSec, speechSec: recordedSec / 2 };
        let session: Session = { ...states.speaking, recorded: held };
        for (const event of events) {
          if (event.kind === "heard") continue;
          const before: Session = session;
          session = step(session, event);
          if (session.stage === "result" || (session !== before && givesUp.has(event.kind))) return;
          expect(recordingHeld(session)).toEqual(held);
        }
      }),
    );
  });

  it("counts as nothing before the first sample", () => {
    expect(recordingHeld(newRecording)).toBeNull();
    expect(step(newRecording, { kind: "microphone-wanted" })).toEqual(opening);
  });
});
