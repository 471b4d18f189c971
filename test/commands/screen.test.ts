import { execFile, spawn } from "node:child_process";
import { copyFileSync, cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { functionalNames } from "../../src/features/functionals.ts";

/*
 * The command as somebody runs it: a process, its output, its exit status.
 */

const root = fileURLToPath(new URL("../..", import.meta.url));
const clip = join(root, "test/fixtures/features/female-mid.flac");
const folder = mkdtempSync(join(tmpdir(), "undertone-"));
const at = (name: string): string => join(folder, name);
const command = ["--import", "tsx", join(root, "src/commands/screen.ts")];

interface Run {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

const screen = (...args: string[]): Promise<Run> =>
  new Promise((resolve) => {
    execFile(process.execPath, [...command, ...args], { cwd: root, maxBuffer: 1e8 }, (error, stdout, stderr) =>
      resolve({ status: typeof error?.code === "number" ? error.code : 0, stdout, stderr }),
    );
  });

const linesOf = ({ stdout }: Run) =>
  stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

describe("screen", { timeout: 120_000 }, () => {
  const strange = ['a "quoted" name.flac', "line\nbreak.flac", "голос 声.flac"];

  beforeAll(() => {
    for (const name of strange) copyFileSync(clip, at(name));
    writeFileSync(at("no-sound.wav"), "this is a letter, not a sound");
  });

  it("gives a line for every file, whatever it is called, and goes on behind one that cannot be read", async () => {
    const files = [...strange.map(at), at("no-sound.wav"), at("not-there.wav"), clip];
    const run = await screen("--json", ...files);
    expect(run.status).toBe(1);
    const lines = linesOf(run);
    expect(lines.map(({ file }) => file)).toEqual(files);
    for (const { error } of lines.slice(3, 5)) {
      expect(error.kind).toEqual(expect.any(String));
      expect(error.message).toEqual(expect.any(String));
    }
    const { error, outcome, reasons, depression, emotion, gender, windows, bundle } = lines[5];
    expect(error).toBeUndefined();
    expect(outcome).toBe("cannot-score");
    expect(reasons.map(({ kind }: { kind: string }) => kind)).toEqual(["too-little-speech"]);
    expect(depression).toBeNull();
    const sum = (shares: Record<string, number>): number => Object.values(shares).reduce((a, b) => a + b, 0);
    expect(sum(emotion)).toBeCloseTo(1, 6);
    expect(sum(gender)).toBeCloseTo(1, 6);
    expect(windows.length).toBeGreaterThan(3);
    expect(bundle.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it("reads a list with a byte-order mark and Windows line ends, and adds the functionals by name", async () => {
    writeFileSync(at("list.txt"), `\uFEFF${clip}\r\n${at(strange[0] as string)}\r\n`);
    const run = await screen("--json", "--features", "--manifest", at("list.txt"));
    expect(run.status).toBe(0);
    const lines = linesOf(run);
    expect(lines).toHaveLength(2);
    expect(Object.keys(lines[0].functionals)).toEqual([...functionalNames]);
  });

  it("gives an outcome on less speech when asked to, with a probability inside its interval", async () => {
    const [line] = linesOf(await screen("--json", "--min-speech", "5", clip));
    expect(["low", "indeterminate", "elevated"]).toContain(line.outcome);
    expect(line.depression.low).toBeLessThanOrEqual(line.depression.probability);
    expect(line.depression.high).toBeGreaterThanOrEqual(line.depression.probability);
    expect(line.windows.every(({ depression }: { depression: number | null }) => depression !== null)).toBe(true);
  });

  it("explains an estimate when asked to: shifts that add up to it, and what if", async () => {
    const [line] = linesOf(await screen("--json", "--why", "--min-speech", "5", clip));
    const { why, depression } = line;
    const shifts = why.features.reduce((sum: number, { shift }: { shift: number }) => sum + shift, why.soundShift);
    expect(1 / (1 + Math.exp(-why.logit))).toBeCloseTo(depression.probability, 5);
    expect(why.completenessError).toBeLessThan(0.01);
    expect(Math.abs(why.averageLogit + shifts - why.logit)).toBeLessThan(
      1.05 * 0.01 * Math.max(0.1, Math.abs(why.logit - why.averageLogit)),
    );
    const sounds = why.moments.reduce((sum: number, { sound }: { sound: number }) => sum + sound, 0);
    expect(sounds).toBeCloseTo(why.soundShift, 5);
    for (const { probability, low, high } of Object.values(why.whatIf) as Record<string, number>[]) {
      expect(low).toBeLessThanOrEqual(probability as number);
      expect(high).toBeGreaterThanOrEqual(probability as number);
    }
    const [plain] = linesOf(await screen("--json", "--min-speech", "5", clip));
    expect(plain.why).toBeUndefined();
  });

  it("tells people that the figure rests on simulated labels", async () => {
    const { stdout } = await screen("--min-speech", "5", clip);
    expect(stdout).toMatch(/depression .* % \(learned from simulated labels\)/);
  });

  it("shows beside the figure how well such figures did, and never those of other weights", async () => {
    const measured = /measured .*AUC 0\.\d\d \[0\.\d\d 0\.\d\d\] on \d+ speakers never heard, simulated labels/;
    expect((await screen("--min-speech", "5", clip)).stdout).toMatch(measured);

    const bundle = at("undertone-1");
    cpSync(join(root, "models/undertone-1"), bundle, { recursive: true });
    const card = JSON.parse(readFileSync(join(bundle, "card.json"), "utf8"));
    writeFileSync(join(bundle, "card.json"), JSON.stringify({ ...card, hash: "0".repeat(64) }));
    const run = await screen("--min-speech", "5", "--bundle", bundle, clip);
    expect(run.status).toBe(0);
    expect(run.stdout).toMatch(/depression .* %/);
    expect(run.stdout).not.toContain("measured");
    expect(run.stderr).toContain("no figures on unseen speakers are shown: card.json describes the weights 00000000");
  });

  it("ends quietly when nobody reads on", async () => {
    const run = spawn(process.execPath, [...command, "--json", clip, clip, clip], { cwd: root });
    const complaints: string[] = [];
    run.stderr.on("data", (text) => complaints.push(String(text)));
    run.stdout.once("data", () => run.stdout.destroy());
    await new Promise((resolve) => run.once("close", resolve));
    expect(complaints.join("")).not.toMatch(/EPIPE|Error/);
  });
});
