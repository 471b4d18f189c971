import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { CohortEntry } from "../../src/node/cohort-list.ts";
import { openResultFile } from "../../src/node/result-file.ts";
import { screenCohort } from "../../src/node/screen-cohort.ts";
import { smallBundleFiles } from "../help/bundles.ts";
import { syllables, syntheticVoice } from "../help/synthetic-voice.ts";
import { chunk, formatChunk, int16Bytes, wavBytes } from "../help/wav-bytes.ts";

/*
 * Lists of recordings, screened in parts and in several runs, as processes.
 */

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "undertone-"));
const at = (name: string): string => join(folder, name);

const bundle = at("bundle");
mkdirSync(bundle);
const { manifest, weights } = smallBundleFiles();
writeFileSync(join(bundle, "manifest.json"), manifest);
writeFileSync(join(bundle, "weights.bin"), weights);

const voice = syntheticVoice({ sec: 1.5, f0Hz: (sec) => 120 + 20 * sec, amplitude: syllables, edgeSec: 0.2 }).samples;
const people = ["ada", "bo", "cem", "dee", "eli", "fay", "gus"];
for (const name of people)
  writeFileSync(at(`${name}.wav`), wavBytes([formatChunk(), chunk("data", int16Bytes(voice))]));
writeFileSync(at("torn.wav"), "this is a letter, not a sound");
const list = at("list.csv");
const ids = ["torn", ...people];
writeFileSync(list, `id,file\n${ids.map((id) => `${id},${id}.wav\n`).join("")}`);

interface Run {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

const run = (program: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Run> =>
  new Promise((resolve) => {
    execFile(program, args, { cwd: root, env: { ...process.env, ...environment } }, (error, stdout, stderr) =>
      resolve({ status: typeof error?.code === "number" ? error.code : 0, stdout, stderr }),
    );
  });

const screen = (...args: string[]): Promise<Run> =>
  run(process.execPath, ["--import", "tsx", "src/commands/screen.ts", "--bundle", bundle, ...args]);

interface Line {
  readonly id: string;
  readonly file: string;
  readonly error?: { readonly kind: string };
  readonly emotion?: object;
}

const linesOf = (out: string): Line[] =>
  readFileSync(out, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);

/** Without the time that it took. */
const said = (line: Line): object => ({ ...line, elapsedMs: 0 });

describe("screening a list", { timeout: 120_000 }, () => {
  it("scores each entry once over all parts, goes on behind what cannot be read, and joins by concatenation", async () => {
    const runs = await Promise.all(
      [0, 1].map((i) => screen("--manifest", list, "--shard", `${i}/2`, "--out", at(`part-${i}.jsonl`))),
    );
    expect(runs.map(({ status }) => status)).toEqual([1, 0]);
    expect(runs.map(({ stdout }) => stdout)).toEqual(["", ""]);
    writeFileSync(at("joined.jsonl"), Buffer.concat([0, 1].map((i) => readFileSync(at(`part-${i}.jsonl`)))));
    const lines = linesOf(at("joined.jsonl"));
    expect(lines.map(({ id }) => id).sort()).toEqual([...ids].sort());
    for (const { id, file, error, emotion } of lines) {
      expect(file).toBe(`${id}.wav`);
      if (id === "torn") expect(error?.kind).toBe("unrecognised");
      else expect(emotion).toBeDefined();
    }
    expect(statSync(at("part-0.jsonl")).mode & 0o077).toBe(0);
  });

  it("names nobody outside the file of results", async () => {
    const { stderr } = await screen("--manifest", list, "--out", at("private.jsonl"));
    expect(stderr).toMatch(/8 recordings, 0 of them done before, 1 could not be read/);
    for (const id of ids) expect(stderr).not.toContain(id);
  });

  it("goes on where a run was cut off in the middle of a line, and changes nothing that was whole", async () => {
    const whole = at("private.jsonl");
    const out = at("cut.jsonl");
    writeFileSync(out, readFileSync(whole));
    const sizes = readFileSync(out, "utf8")
      .split("\n")
      .map((line) => Buffer.byteLength(line));
    const threeLines = (sizes[0] as number) + (sizes[1] as number) + (sizes[2] as number) + 3;
    truncateSync(out, threeLines + 40);
    const { status, stderr } = await screen("--manifest", list, "--workers", "2", "--out", out);
    expect(status).toBe(1);
    expect(stderr).toMatch(/8 recordings, 3 of them done before/);
    expect(readFileSync(out).subarray(0, threeLines)).toEqual(readFileSync(whole).subarray(0, threeLines));
    const byId = (lines: Line[]) => lines.map(said).sort((a, b) => ((a as Line).id < (b as Line).id ? -1 : 1));
    expect(byId(linesOf(out))).toEqual(byId(linesOf(whole)));
  });

  it("scores nothing again once all is done, and its exit status still tells of what could not be read", async () => {
    const before = readFileSync(at("private.jsonl"));
    const { status } = await screen("--manifest", list, "--out", at("private.jsonl"));
    expect(status).toBe(1);
    expect(readFileSync(at("private.jsonl"))).toEqual(before);
  });

  it.each([
    ["a part that does not exist", ["--manifest", list, "--shard", "2/2", "--out", at("x.jsonl")], "from 0 to n - 1"],
    ["a list that is missing", ["--manifest", at("none.csv"), "--out", at("x.jsonl")], "cannot be read"],
    ["a file that holds something else", ["--manifest", list, "--out", list], "line 1 is no result"],
    [
      "results of another bundle",
      ["--manifest", list, "--out", at("private.jsonl"), "--bundle", join(root, "models/undertone-1")],
      "another bundle",
    ],
  ])("scores nothing, with exit status 2, for %s", async (_, args, complaint) => {
    const before = readFileSync(list);
    const { status, stderr } = await screen(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(complaint);
    expect(readFileSync(list)).toEqual(before);
  });

  it("gives a recording whose process dies a line that says so, and scores the others", async () => {
    const entries = people.map((id): CohortEntry => ({ id, file: `${id}.wav`, path: at(`${id}.wav`) }));
    const out = at("killed.jsonl");
    const results = await openResultFile(out, JSON.parse(manifest).hash);
    if (!results.ok) throw new Error(results.fault);
    const report = await screenCohort(
      entries,
      results.value,
      1,
      { bundleDir: bundle, minSpeechSec: null, parts: { functionals: false, why: false } },
      (done) => {
        // By the time that it dies, the next recording is in work.
        if (done === 2) execFileSync("pkill", ["-KILL", "-f", "-P", String(process.pid), "tinypool"]);
      },
    );
    await results.value.close();
    const lines = linesOf(out);
    expect(lines.map(({ id }) => id)).toEqual(people);
    expect(lines.filter(({ error }) => error?.kind === "crashed")).toHaveLength(report.failed);
    expect(report.failed).toBeLessThanOrEqual(1);
  });
});

describe("examples for clusters", { timeout: 120_000 }, () => {
  const joined = (results: string): string[] =>
    [0, 1].flatMap((i) => linesOf(join(results, `part-${i}.jsonl`)).map(({ id }) => id)).sort();

  it("screen all parts under the variables of a Kubernetes Indexed Job", async () => {
    const yaml = readFileSync(join(root, "deploy/kubernetes-job.yaml"), "utf8");
    const [, script = ""] = /args:\n\s+- \|\n((?: {14}.*\n)+)/.exec(yaml) ?? [];
    const results = at("kubernetes");
    mkdirSync(results);
    const parts = [0, 1].map((i) =>
      run("sh", ["-c", script], { LIST: list, RESULTS: results, PARTS: "2", JOB_COMPLETION_INDEX: String(i) }),
    );
    expect((await Promise.all(parts)).map(({ status }) => status)).toEqual([1, 0]);
    expect(joined(results)).toEqual([...ids].sort());
  });

  it("screen all parts under the variables of a Slurm array", async () => {
    const results = at("slurm");
    const parts = [0, 1].map((i) =>
      run("bash", ["deploy/slurm-array.sh"], {
        LIST: list,
        RESULTS: results,
        SLURM_ARRAY_TASK_ID: String(i),
        SLURM_ARRAY_TASK_COUNT: "2",
        SLURM_CPUS_PER_TASK: "1",
      }),
    );
    expect((await Promise.all(parts)).map(({ status }) => status)).toEqual([1, 0]);
    expect(joined(results)).toEqual([...ids].sort());
  });
});
