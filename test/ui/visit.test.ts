import { afterEach, describe, expect, it, vi } from "vitest";
import { Visit } from "../../src/ui/visit.ts";
import { type Pretence, pretendDevice } from "./stage/pretend-device.ts";

function open(): Pretence & { readonly visit: Visit; stage(): string } {
  const pretence = pretendDevice();
  const visit = new Visit(pretence.device);
  return { ...pretence, visit, stage: () => visit.store.getState().session.stage };
}

const settled = (condition: () => void) => vi.waitFor(condition, { interval: 5 });

let closeLast: () => Promise<void> = async () => {};
afterEach(() => closeLast());

/** A visit in which somebody has been speaking for some seconds. */
async function speaking() {
  const opened = open();
  const { visit, strings } = opened;
  closeLast = () => visit.leave();
  strings.speed = 100;
  await visit.openMicrophone();
  visit.record();
  await settled(() => {
    const { session } = visit.store.getState();
    if (session.stage !== "speaking" || session.recorded.recordedSec < 4) throw new Error("not yet");
  });
  return opened;
}

describe("a visit by microphone", () => {
  it("ends in the result of what was recorded, and lets the microphone go", async () => {
    const { visit, strings, stage } = await speaking();
    strings.heard = "elevated";
    visit.stop();
    await settled(() => expect(stage()).toBe("result"));
    expect(visit.heard?.result.outcome).toBe("elevated");
    await settled(() => expect(strings.calls.at(-1)).toBe("close"));
  });

  it("keeps the recording when scoring fails, and scores the same one again", async () => {
    const { visit, strings, stage } = await speaking();
    strings.faults.finish = [{ kind: "engine", detail: "gone" }];
    visit.stop();
    await settled(() => expect(stage()).toBe("trouble"));
    expect(visit.store.getState().session).toHaveProperty("recorded.recordedSec");
    expect(strings.calls).not.toContain("close");
    await visit.goOn("score-again");
    await settled(() => expect(stage()).toBe("result"));
  });

  it("waits for the one answer when scoring is cancelled and asked for again", async () => {
    const { visit, strings, stage } = await speaking();
    strings.isHeld = true;
    visit.stop();
    await settled(() => expect(strings.calls).toContain("finish"));
    visit.cancel();
    expect(stage()).toBe("trouble");
    await visit.goOn("score-again");
    strings.isHeld = false;
    await settled(() => expect(stage()).toBe("result"));
    expect(strings.calls.filter((call) => call === "finish")).toHaveLength(1);
  });

  it("goes on by itself once a microphone is found again", async () => {
    const { visit, strings } = await speaking();
    strings.interrupt("unplugged");
    visit.resume();
    expect(visit.store.getState().session).toMatchObject({ pause: { interruption: "unplugged", over: false } });
    visit.lookForMicrophone();
    strings.interrupt(null);
    expect(visit.store.getState().session).toMatchObject({ stage: "speaking", pause: null });
  });

  it("waits for the person after an interruption that nobody asked to end", async () => {
    const { visit, strings } = await speaking();
    strings.interrupt("suspended");
    strings.interrupt(null);
    expect(visit.store.getState().session).toMatchObject({ pause: { interruption: "suspended", over: true } });
    strings.calls.length = 0;
    visit.resume();
    expect(strings.calls).toEqual(["record"]);
  });
});

describe("a visit by file", () => {
  const file = new Blob(["sound"]);

  it("drops the answer to a file that was given up", async () => {
    const { visit, strings, stage } = open();
    strings.isHeld = true;
    visit.scoreFile(file, "first.wav");
    visit.cancel();
    expect(stage()).toBe("start");
    strings.isHeld = false;
    strings.heard = "low";
    visit.scoreFile(file, "second.wav");
    await settled(() => expect(stage()).toBe("result"));
    expect(visit.store.getState().session).toMatchObject({
      source: { name: "second.wav" },
      result: { outcome: "low" },
    });
  });

  it("has the device give up what it kept for an explanation when the result is left", async () => {
    const { visit, strings, stage } = open();
    strings.heard = "low";
    visit.scoreFile(file, "first.wav");
    await settled(() => expect(stage()).toBe("result"));
    await visit.leave();
    expect(strings.calls).toContain("forget low");
  });

  it("shows the loading of the network while that is what it waits for", async () => {
    const { visit, strings } = open();
    strings.isHeld = true;
    strings.progress = { stage: "warming-up", done: 0.5, remainingSec: 2 };
    void visit.prepare();
    visit.scoreFile(file, "first.wav");
    expect(visit.store.getState().session).toMatchObject({ progress: { stage: "warming-up" } });
    strings.isHeld = false;
    await settled(() => expect(visit.store.getState().prepared).toBe(true));
  });
});

describe("a page that cannot get ready", () => {
  it("says so and tries again when asked", async () => {
    const { visit, strings, stage } = open();
    strings.faults.prepare = [{ kind: "bundle", detail: "hash mismatch" }];
    await visit.prepare();
    expect(stage()).toBe("trouble");
    await visit.goOn("prepare-again");
    expect(stage()).toBe("start");
    expect(visit.store.getState().prepared).toBe(true);
  });

  it.each(["microphone", "speaking"])("leaves somebody alone who is further on: %s", async (where) => {
    const { visit, strings, stage } = open();
    strings.faults.prepare = [{ kind: "bundle", detail: "hash mismatch" }];
    strings.isHeld = true;
    const preparing = visit.prepare();
    await visit.openMicrophone();
    if (where === "speaking") visit.record();
    strings.isHeld = false;
    await preparing;
    expect(stage()).toBe(where);
    await visit.leave();
  });
});
