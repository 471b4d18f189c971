import { mkdtempSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  type CorpusPlace,
  describeClinicalFaults,
  type OpenClinicalCorpus,
  openClinicalCorpora,
} from "../../src/node/clinical-corpora.ts";
import { hearClinicalCorpora } from "../../src/node/clinical-sessions.ts";
import { readSession } from "../../src/node/session-cache.ts";
import { madeCorpora, writeMade } from "../help/clinical-corpora.ts";

const folder = mkdtempSync(join(tmpdir(), "clinical-"));

function place(name: string, dir: string = join(folder, name)): CorpusPlace {
  writeMade(dir, madeCorpora[name]?.() ?? {});
  return { name, dir };
}

async function open(places: readonly CorpusPlace[]): Promise<readonly OpenClinicalCorpus[]> {
  const opened = await openClinicalCorpora(places);
  if (!opened.ok) throw new Error(describeClinicalFaults(opened.fault));
  return opened.value;
}

const hear = (corpora: readonly OpenClinicalCorpus[], cache: string) =>
  hearClinicalCorpora(corpora, join(folder, cache), () => undefined);

describe("clinical corpora in their folders", { timeout: 120_000 }, () => {
  it("are heard: a session for everybody, with its label, its role and nobody else's speech", async () => {
    const names = ["daic-woz", "modma", "eatd", "androids", "cmdc", "clinic"];
    const corpora = await open(names.map((name) => place(name)));
    // What an Apple computer leaves behind.
    writeFileSync(join(folder, "eatd", "t_1", "._positive.wav"), "");
    const heard = await hear(corpora, "cache");
    if (!heard.ok) throw new Error(describeClinicalFaults(heard.fault));
    const people = corpora.flatMap(({ participants }) => participants);
    expect(heard.value.map(({ label }) => `${label.corpus}/${label.speaker}: ${label.depressed}`).sort()).toEqual(
      people.map(({ corpus, id, depressed }) => `${corpus}/${id}: ${depressed}`).sort(),
    );
    const tested = heard.value.filter(({ role }) => role === "test").map(({ label }) => label.speaker);
    expect(tested.sort()).toEqual(["600", "cid", "v_1"]);
    const interview = heard.value.find(({ label }) => label.speaker === "303");
    const { windows, speechSec } = await readSession(interview as (typeof heard.value)[number]);
    expect(windows.length).toBeGreaterThan(0);
    // Two answers of a second and a half.
    expect(speechSec).toBeLessThanOrEqual(3.1);
    expect(speechSec).toBeGreaterThan(2);
  });

  it("are mixed, so that the first of many sessions come from every corpus, and always in the same order", async () => {
    const corpora = await open([place("cmdc"), place("clinic")]);
    const corporaInTurn = async (): Promise<string[]> => {
      const heard = await hear(corpora, "cache");
      return heard.ok ? heard.value.map(({ label }) => label.corpus) : [];
    };
    const order = await corporaInTurn();
    expect(order).toHaveLength(6);
    expect(new Set(order.slice(0, 3)).size).toBe(2);
    expect(await corporaInTurn()).toEqual(order);
  });

  it("E-DAIC is not taken beside DAIC-WOZ, whose people it holds", async () => {
    const opened = await openClinicalCorpora([place("daic-woz"), place("e-daic")]);
    expect(opened.ok ? "" : describeClinicalFaults(opened.fault)).toContain("holds the people of daic-woz");
    expect(await open([place("e-daic")])).toHaveLength(1);
  });

  it("says so where there is no folder, and how to write a name", async () => {
    const opened = await openClinicalCorpora([{ name: "daicwoz", dir: join(folder, "nowhere") }]);
    expect(opened.ok ? "" : describeClinicalFaults(opened.fault)).toMatch(/no such folder.*daic-woz/);
  });

  it("refuses wrong sound with its file: none at all, half of it, shorter than its turns", async () => {
    const dir = join(folder, "wrong");
    const corpora = await open([place("daic-woz", dir)]);
    writeFileSync(join(dir, "303_P", "303_AUDIO.wav"), "no sound");
    truncateSync(join(dir, "320_P", "320_AUDIO.wav"), 30_000);
    const [first = ""] = Object.keys(madeCorpora["daic-woz"]?.() ?? {}).filter((path) =>
      path.includes("331_TRANSCRIPT"),
    );
    writeFileSync(
      join(dir, first),
      "start_time\tstop_time\tspeaker\tvalue\n1\t2\tEllie\thi\n3\t60\tParticipant\tlong ago\n",
    );
    const again = await open([{ name: "daic-woz", dir }]);
    expect(again).toHaveLength(corpora.length);
    const heard = await hear(again, "wrong-cache");
    const faults = heard.ok ? [] : heard.fault.flatMap((corpus) => corpus.faults);
    expect(faults.map(({ file }) => file)).toEqual([
      "303_P/303_AUDIO.wav",
      "320_P/320_AUDIO.wav",
      "331_P/331_AUDIO.wav",
    ]);
    expect(faults[1]?.reason).toBe("the sound is not whole");
    expect(faults[2]?.reason).toMatch(/ends .* before its last turn/);
  });
});
