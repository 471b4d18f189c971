import { describe, expect, it } from "vitest";
import { type Clip, emotionsOf, foldsOf, parseManifest, speakersOf } from "../../src/learning/corpus.ts";

const heading = "file,speaker,gender,emotion,text,take,language,intensity";

function clipsOf(csv: string): readonly Clip[] {
  const manifest = parseManifest("demo", csv);
  if (!manifest.ok || manifest.value.kind !== "speech") throw new Error(JSON.stringify(manifest));
  return manifest.value.clips;
}

describe("a manifest", () => {
  it("gives its rows in order, with what is not published as null", () => {
    expect(clipsOf(`${heading}\na.flac,s1,female,happy,t1,01,en,strong\nb.flac,s2,,,,,,\n`)).toEqual([
      {
        corpus: "demo",
        file: "a.flac",
        speaker: "s1",
        gender: "female",
        emotion: "happy",
        text: "t1",
        take: "01",
        language: "en",
      },
      {
        corpus: "demo",
        file: "b.flac",
        speaker: "s2",
        gender: null,
        emotion: null,
        text: "",
        take: "",
        language: "",
      },
    ]);
  });

  it("may start with a BOM, end its lines with CRLF, quote fields and order its columns anyhow", () => {
    const csv = '\uFEFFspeaker,file,text\r\ns1,"a, b.flac","say ""no"""\r\n';
    expect(clipsOf(csv)).toMatchObject([{ speaker: "s1", file: "a, b.flac", text: 'say "no"' }]);
  });

  it("names every bad row with its line and the reason", () => {
    const csv = [
      heading,
      "a.flac,s1,female,happy,,,,",
      "b.flac,,female,happy,,,,",
      "c.flac,s1,woman,happy,,,,",
      "d.flac,s1,female,bored,,,,",
      "e.flac,s1,male,happy,,,,",
      "a.flac,s1,female,happy,,,,",
      "../f.flac,s1,female,happy,,,,",
    ].join("\n");
    const manifest = parseManifest("demo", csv);
    expect(manifest.ok).toBe(false);
    if (manifest.ok) return;
    expect(manifest.fault.map(({ line }) => line)).toEqual([3, 4, 5, 6, 7, 8]);
    expect(manifest.fault.map(({ reason }) => reason.split(" ")[0])).toEqual([
      "no",
      "gender",
      "emotion",
      "speaker",
      "file",
      "file",
    ]);
  });

  it("is refused with the line where the table itself breaks, and when it lists nothing", () => {
    const broken = parseManifest("demo", `${heading}\na.flac,s1,female,happy,,,,\nb.flac,s1\n`);
    expect(broken).toMatchObject({ ok: false, fault: [{ line: 3 }] });
    expect(parseManifest("demo", `${heading}\n`)).toMatchObject({ ok: false, fault: [{ line: 1 }] });
  });

  it("lists noises where it has categories in place of speakers", () => {
    expect(parseManifest("hum", "file,category\n1.flac,rain\n")).toEqual({
      ok: true,
      value: { kind: "noise", clips: [{ corpus: "hum", file: "1.flac", category: "rain" }] },
    });
  });
});

describe("folds", () => {
  it("deal women, men and unknown in order of id, each speaker once", () => {
    const speakers = [
      { id: "m2", gender: "male" },
      { id: "x1", gender: null },
      { id: "f1", gender: "female" },
      { id: "m1", gender: "male" },
      { id: "f3", gender: "female" },
      { id: "f2", gender: "female" },
    ] as const;
    expect([...foldsOf(speakers)]).toEqual([
      ["f1", 0],
      ["f2", 1],
      ["f3", 2],
      ["m1", 3],
      ["m2", 4],
      ["x1", 0],
    ]);
  });

  it("do not depend on the order in which clips are listed", () => {
    const clips = clipsOf(`${heading}\na,s2,male,,,,,\nb,s1,male,,,,,\nc,s2,male,,,,,\n`);
    expect(foldsOf(speakersOf(clips))).toEqual(foldsOf(speakersOf([...clips].reverse())));
    expect(speakersOf(clips).map(({ id }) => id)).toEqual(["s1", "s2"]);
  });
});

it("lists a corpus's classes in the order of the network's outputs", () => {
  expect(emotionsOf(clipsOf(`${heading}\na,s,,sad,,,,\nb,s,,neutral,,,,\nc,s,,,,,,\n`))).toEqual(["neutral", "sad"]);
});
