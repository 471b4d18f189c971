import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { openSoundFile } from "../../src/node/files.ts";

const folder = mkdtempSync(join(tmpdir(), "files-"));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

it.each([
  ["small", 1000],
  ["large, read piece by piece", 5 * 2 ** 20],
])("gives any part of a file that is %s", async (_, length) => {
  const bytes = Uint8Array.from({ length }, (_, i) => (i * i) >> 3);
  const opened = openSoundFile(write(`${length}`, bytes));
  if (!opened.ok) throw new Error(opened.fault.message);
  const { file, close } = opened.value;
  expect(file.size).toBe(length);
  for (const [start, end] of [
    [0, 16],
    [length - 7, length],
    [length - 7, length + 100],
    [500, 500],
  ] as const)
    expect(new Uint8Array(await file.slice(start, end).arrayBuffer())).toEqual(bytes.subarray(start, end));
  close();
});

it("opens names of any kind", () => {
  for (const name of ["two\nlines.wav", "\"quoted\" 'names'.wav", "голос 声.flac", "-dash.wav"])
    expect(openSoundFile(write(name, Uint8Array.of(1)))).toMatchObject({ ok: true, value: { file: { size: 1 } } });
});

it("says why a file cannot be opened, without repeating its name", () => {
  const nowhere = join(folder, "secret-name");
  symlinkSync(nowhere, join(folder, "link"));
  for (const path of [nowhere, join(folder, "link"), folder, join(folder, "1000", "secret-name"), "/dev/null"]) {
    const opened = openSoundFile(path);
    expect(opened).toMatchObject({ ok: false, fault: { kind: "unreadable" } });
    expect(!opened.ok && opened.fault.message).toMatch(/^[^/]+\.$/);
  }
});
