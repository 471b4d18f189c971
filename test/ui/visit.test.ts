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

  it("tells how far the scoring is, and scores the same recording when it was cancelled and is asked for again", async () => {
    const { visit, strings, stage } = await speaking();
    strings.isHeld = true;
    visit.stop();
    expect(visit.store.getState().session).toMatchObject({
      stage: "working",
      progress: { stage: "scoring", done: 0.6 },
    });
    visit.cancel();
    expect(stage()).toBe("trouble");
    await visit.goOn("score-again");
    strings.isHeld = false;
    await settled(() => expect(stage()).toBe("result"));
    expect(strings.calls.filter((call) => call.startsWith("forget"))).toEqual([]);
  });

  it.each(["unplugged", "suspended"] as const)(
    "goes on by itself once what was asked for is back: %s",
    async (interruption) => {
      const { visit, strings } = await speaking();
      strings.interrupt(interruption);
      visit.resume();
      expect(visit.store.getState().session).toMatchObject({ pause: { interruption, over: false } });
      strings.calls.length = 0;
      visit.goOnWhenBack();
      expect(strings.calls).toEqual(["record"]);
      expect(visit.store.getState().session).toMatchObject({ pause: { interruption, over: false } });
      strings.interrupt(null);
      expect(visit.store.getState().session).toMatchObject({ stage: "speaking", pause: null });
    },
  );

  it("forgets with the recording that a microphone was asked for", async () => {
    const { visit, strings, stage } = await speaking();
    strings.interrupt("unplugged");
    visit.goOnWhenBack();
    visit.stop();
    await settled(() => expect(stage()).toBe("result"));
    await visit.leave();
    await visit.openMicrophone();
    visit.record();
    strings.interrupt("muted");
    strings.interrupt(null);
    expect(visit.store.getState().session).toMatchObject({ pause: { interruption: "muted", over: true } });
  });

  it("opens the first microphone there is in place of one that is gone", async () => {
    const { visit, strings } = open();
    await visit.openMicrophone("unplugged since");
    expect(strings.calls).toContain("open default");
    await visit.leave();
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

  it("does not score a sample voice that was given up while it was fetched", async () => {
    const { device, strings } = pretendDevice();
    let arrive: () => void = () => {};
    const fetched = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const visit = new Visit({ ...device, readSample: (sample) => fetched.then(() => device.readSample(sample)) });
    visit.scoreSample({ id: "calm", file: "calm.flac", title: "Calm", description: "" });
    visit.cancel();
    arrive();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(strings.calls).not.toContain("scoreFile");
  });

  it("has the device give up what it kept of an answer that nobody waits for any more", async () => {
    const { visit, strings } = open();
    strings.isHeld = true;
    strings.heard = "low";
    visit.scoreFile(file, "first.wav");
    void visit.leave();
    strings.isHeld = false;
    await settled(() => expect(strings.calls).toContain("forget low"));
  });

  it("explains a result until it is left", async () => {
    const { visit, strings, stage } = open();
    const explaining = () => visit.explainer.store.getState()?.stage;
    strings.heard = "low";
    strings.isPondering = true;
    visit.scoreFile(file, "first.wav");
    await settled(() => expect(stage()).toBe("result"));
    expect(explaining()).toBe("working");
    strings.isPondering = false;
    await settled(() => expect(explaining()).toBe("ready"));
    await visit.leave();
    expect(explaining()).toBeUndefined();
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
    await settled(() => expect(visit.store.getState().network).toBe("ready"));
  });
});

describe("a page that cannot get ready", () => {
  it("says so on the microphone check, and loads anew what broke down since", async () => {
    const { visit, strings } = open();
    const network = () => visit.store.getState().network;
    await visit.prepare();
    expect(network()).toBe("ready");
    strings.isHeld = true;
    strings.faults.prepare = [{ kind: "engine", detail: "broken" }];
    await visit.openMicrophone();
    expect(network()).toBe("loading");
    strings.isHeld = false;
    await settled(() => expect(network()).toBe("failed"));
    await visit.leave();
    expect(network()).toBe("ready");
  });

  it("says so and tries again when asked", async () => {
    const { visit, strings, stage } = open();
    strings.faults.prepare = [{ kind: "bundle", detail: "hash mismatch" }];
    await visit.prepare();
    expect(stage()).toBe("trouble");
    await visit.goOn("prepare-again");
    expect(stage()).toBe("start");
    expect(visit.store.getState().network).toBe("ready");
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
