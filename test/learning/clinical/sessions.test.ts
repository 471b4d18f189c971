import { describe, expect, it } from "vitest";
import type { ClinicalParticipant } from "../../../src/learning/clinical/participant.ts";
import { clinicalFolds, cutSessions, overhangOf } from "../../../src/learning/clinical/sessions.ts";
import { participantSpans, type Turn } from "../../../src/learning/clinical/turns.ts";

const rateHz = 1000;
const turn = (who: Turn["who"], startSec: number, endSec: number): Turn => ({ line: 0, who, startSec, endSec });
const said = (startSec: number, endSec: number): Turn => turn("participant", startSec, endSec);
const asked = (startSec: number, endSec: number): Turn => turn("interviewer", startSec, endSec);

describe("the participant's part of a conversation", () => {
  it("keeps a short pause within what one person says, and not a long one", () => {
    expect(participantSpans([asked(0, 1), said(2, 4), said(5, 6), said(9, 10)])).toEqual([
      { startSec: 2, endSec: 6 },
      { startSec: 9, endSec: 10 },
    ]);
  });

  it("keeps no pause in which the interviewer speaks, or could speak unwritten", () => {
    expect(participantSpans([said(2, 4), asked(4.2, 4.6), said(5, 6)])).toHaveLength(2);
    expect(participantSpans([said(2, 4), said(5, 6)])).toHaveLength(2);
  });

  it("cuts out where both speak", () => {
    expect(participantSpans([said(2, 8), asked(3, 4), asked(7.9, 9)])).toEqual([
      { startSec: 2, endSec: 3 },
      { startSec: 4, endSec: 7.9 },
    ]);
  });
});

/** Half full scale where the participant speaks, minus half where the interviewer does. */
function conversation(totalSec: number, spans: readonly { startSec: number; endSec: number }[]): Float32Array {
  const sound = new Float32Array(totalSec * rateHz).fill(-0.5);
  for (const { startSec, endSec } of spans) sound.fill(0.5, startSec * rateHz, endSec * rateHz);
  return sound;
}

describe("sessions", () => {
  it("hold every sample of the participant and none of the interviewer", () => {
    const spans = [
      { startSec: 1, endSec: 41 },
      { startSec: 50, endSec: 130 },
      { startSec: 140, endSec: 200 },
    ];
    const samples = conversation(210, spans);
    const sessions = cutSessions([{ recording: { file: "", spans }, samples }], rateHz);
    expect(sessions).toHaveLength(2);
    for (const session of sessions) {
      expect(session.length / rateHz).toBe(90);
      expect(Math.min(...session)).toBeGreaterThanOrEqual(0);
      // Three meetings of pieces, five milliseconds on either side.
      expect(session.filter((x) => x === 0.5).length).toBeGreaterThan(session.length - 40);
    }
  });

  it("are one where there is little speech, however many recordings it comes from", () => {
    const answers = [3, 7, 5].map((sec) => ({
      recording: { file: "", spans: null },
      samples: conversation(sec, [{ startSec: 0, endSec: sec }]),
    }));
    expect(cutSessions(answers, rateHz).map(({ length }) => length / rateHz)).toEqual([15]);
  });

  it("are eight of a long interview, from its beginning to its end", () => {
    const sec = 1800;
    const samples = Float32Array.from({ length: sec * rateHz }, (_, i) => i / rateHz);
    const sessions = cutSessions([{ recording: { file: "", spans: null }, samples }], rateHz);
    expect(sessions).toHaveLength(8);
    expect(sessions[0]?.[100]).toBeCloseTo(0.1, 3);
    expect(sessions[7]?.at(-100)).toBeCloseTo(1800 - 0.1, 2);
  });

  it("notice a sound that ends before its turns", () => {
    const samples = new Float32Array(10 * rateHz);
    const recording = (endSec: number) => ({ file: "", spans: [{ startSec: 1, endSec }] });
    expect(overhangOf({ recording: recording(10.5), samples }, rateHz)).toBe(0);
    expect(overhangOf({ recording: recording(15), samples }, rateHz)).toBe(5);
    expect(overhangOf({ recording: { file: "", spans: null }, samples }, rateHz)).toBe(0);
  });
});

describe("folds of a clinical corpus", () => {
  const person = (id: string, depressed: boolean, fold: number | null = null): ClinicalParticipant => ({
    corpus: "c",
    id,
    gender: Number(id) % 2 === 0 ? "female" : "male",
    depressed,
    score: null,
    split: null,
    fold,
    recordings: [],
  });

  it("give each fold its share of either class, whatever the order of the list", () => {
    const people = Array.from({ length: 50 }, (_, i) => person(String(100 + i), i < 15));
    const folds = clinicalFolds(people);
    for (let fold = 0; fold < 5; fold++)
      expect(people.filter(({ id, depressed }) => depressed && folds.get(id) === fold)).toHaveLength(3);
    expect(clinicalFolds([...people].reverse())).toEqual(folds);
  });

  it("are the corpus's own where it has some", () => {
    expect([...clinicalFolds([person("1", true, 4), person("2", false, 2)]).values()].sort()).toEqual([2, 4]);
  });
});
