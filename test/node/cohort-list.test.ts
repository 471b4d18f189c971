import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type CohortEntry, entriesOfShard, parseCohortList } from "../../src/node/cohort-list.ts";

const folder = join("/", "study");

function listed(text: string): readonly CohortEntry[] {
  const list = parseCohortList(text, folder);
  if (!list.ok) throw new Error(JSON.stringify(list.fault));
  return list.value;
}

describe("a list of recordings", () => {
  it("is a CSV where its heading names a column file, with ids or without", () => {
    expect(listed('\uFEFFsite,id,file\r\nA,p1,"b, c.wav"\r\n\r\nB,,/elsewhere/d.wav\r\n')).toEqual([
      { id: "p1", file: "b, c.wav", path: join(folder, "b, c.wav") },
      { id: null, file: "/elsewhere/d.wav", path: "/elsewhere/d.wav" },
    ]);
  });

  it("is one path a line otherwise, or paths ended by NUL, which may hold line breaks and commas", () => {
    expect(listed("a.wav\r\nb, c.wav\n").map(({ file }) => file)).toEqual(["a.wav", "b, c.wav"]);
    expect(listed("a\nb.wav\0c.wav\0").map(({ path }) => path)).toEqual([
      join(folder, "a\nb.wav"),
      join(folder, "c.wav"),
    ]);
  });

  it.each([
    ["an entry without a file", "id,file\np1,a.wav\np2,\n", 3, "no file"],
    ["a file that stands there twice", "file\na.wav\na.wav\n", 3, "file is listed above"],
    ["an id that stands there twice", "id,file\np1,a.wav\np1,b.wav\n", 3, "id is listed above"],
    ["a line with too many cells", "id,file\np1,a.wav,x\n", 2, "does not fit the heading"],
    ["nothing", "\n", 1, "empty"],
  ])("is refused for %s, with the line", (_, text, line, reason) => {
    const list = parseCohortList(text, folder);
    expect(list.ok ? [] : list.fault).toEqual([{ line, reason: expect.stringContaining(reason) }]);
  });

  it("falls into parts that share nothing and lack nothing, and that more lines at its end leave as they were", () => {
    const entries = listed(Array.from({ length: 23 }, (_, i) => `${i}.wav`).join("\n"));
    const parts = (list: readonly CohortEntry[]) =>
      [0, 1, 2, 3].map((index) => entriesOfShard(list, { index, count: 4 }));
    expect(
      parts(entries)
        .flat()
        .map(({ file }) => file)
        .sort(),
    ).toEqual(entries.map(({ file }) => file).sort());
    expect(parts(entries).map(({ length }) => length)).toEqual([6, 6, 6, 5]);
    const shorter = parts(entries.slice(0, 10));
    for (const [i, part] of parts(entries).entries()) expect(part.slice(0, shorter[i]?.length)).toEqual(shorter[i]);
  });
});
