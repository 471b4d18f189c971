import { afterEach, describe, expect, it, vi } from "vitest";
import { ok } from "../../src/base/result.ts";
import { TakeFollower } from "../../src/browser/inference/follow-take.ts";
import { LatestScoring } from "../../src/browser/inference/latest.ts";
import type { Prepared } from "../../src/browser/inference/prepared.ts";
import type { FromCapture, FromInference } from "../../src/browser/messages.ts";

let close: () => void = () => {};
afterEach(() => close());

/** A follower whose screenings end when they are told to. */
function follow() {
  let finish: () => void = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const screening = {
    track: { logMel: new Float32Array(0), rowCount: 0, descriptors: new Float32Array(0), frameCount: 0 },
    finish: () => finished.then(() => ({})),
  };
  const prepared = { readiness: { backend: "wasm" }, screening: () => screening } as unknown as Prepared;
  const { port1, port2 } = new MessageChannel();
  close = () => port1.close();
  const told: FromInference[] = [];
  const latest = new LatestScoring();
  const follower = new TakeFollower(port2, "essentia", Promise.resolve(ok(prepared)), latest, (message) => {
    told.push(message);
  });
  const hear = (message: FromCapture): void => port1.postMessage(message);
  const taken = () => told.find((message) => message.kind === "taken");
  return { follower, latest, hear, finish, taken, screening };
}

const settled = (condition: () => void) => vi.waitFor(condition, { interval: 5 });
const aWhile = () => new Promise((resolve) => setTimeout(resolve, 30));

describe("a take that was followed", () => {
  it("can be explained until it is forgotten", async () => {
    const { follower, latest, hear, finish, taken, screening } = follow();
    hear({ kind: "begun", take: 7 });
    hear({ kind: "ended", take: 7 });
    finish();
    await settled(() => expect(taken()).toMatchObject({ take: 7 }));
    const scoring = taken()?.scoring ?? "";
    follower.forget(6);
    expect(latest.find(scoring)).toBe(screening);
    follower.forget(7);
    expect(latest.find(scoring)).toBeNull();
  });

  it("leaves nothing when it is forgotten while it is finished, and what was scored since stays", async () => {
    const { follower, latest, hear, finish, taken, screening } = follow();
    const finishing = vi.spyOn(screening, "finish");
    hear({ kind: "begun", take: 7 });
    hear({ kind: "ended", take: 7 });
    await settled(() => expect(finishing).toHaveBeenCalled());
    follower.forget(7);
    const since = latest.keep(screening as never);
    finish();
    await aWhile();
    expect(taken()).toBeUndefined();
    expect(latest.find(since)).not.toBeNull();
  });

  it("is not even begun when it was forgotten while the network was loading", async () => {
    const { follower, hear, finish, taken, screening } = follow();
    const finishing = vi.spyOn(screening, "finish");
    follower.forget(7);
    hear({ kind: "begun", take: 7 });
    hear({ kind: "ended", take: 7 });
    finish();
    await aWhile();
    expect(finishing).not.toHaveBeenCalled();
    expect(taken()).toBeUndefined();
  });
});
