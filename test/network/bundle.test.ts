import { f16round } from "@petamoriken/float16";
import { describe, expect, it } from "vitest";
import { maxWeightBytes, readBundle, writeBundle } from "../../src/network/bundle.ts";
import { parameterSpecs } from "../../src/network/config.ts";
import { randomParameters, smallBundleFiles, smallContent, smallNetwork, someCalibration } from "../help/bundles.ts";

const kindOfFault = (files: { manifest: string; weights: Uint8Array }): string => {
  const read = readBundle(files);
  return read.ok ? "none" : read.fault.kind;
};

describe("a bundle", () => {
  it("gives back every setting that was written, and every parameter to the nearest half-precision number", () => {
    const read = readBundle(smallBundleFiles());
    if (!read.ok) throw new Error(read.fault.message);
    const written = randomParameters(smallNetwork);
    for (const { name } of parameterSpecs(smallNetwork))
      expect(read.value.parameters.get(name)?.values).toEqual(written.get(name)?.map(f16round));
    expect(read.value).toMatchObject({ name: "small", calibration: smallContent.calibration });
  });

  it("opens with conformal bounds that are probabilities", () => {
    const conformal = { missRate: 0.1, depressedFrom: 0.3, healthyUpTo: 0.7 };
    const calibration = { ...someCalibration, conformal };
    const written = (changed: object) =>
      readBundle(
        writeBundle({ ...smallContent, calibration: { ...calibration, ...changed } }, randomParameters(smallNetwork)),
      );
    expect(written({})).toMatchObject({ ok: true, value: { calibration: { conformal } } });
    expect(written({ conformal: { ...conformal, healthyUpTo: 1.2 } })).toMatchObject({
      fault: { kind: "not-a-bundle", message: expect.stringContaining("healthyUpTo") },
    });
  });

  it("opens with and without what is usual of a recording, of which it needs one mean and SD a functional", () => {
    const without = readBundle(smallBundleFiles());
    expect(without).toMatchObject({ ok: true, value: { usualRecording: null } });
    const count = smallContent.encoding.functionals.length;
    const usual = (length: number, sd = 1) => ({
      mean: new Array<number>(length).fill(0.5),
      sd: new Array<number>(length).fill(sd),
    });
    const written = (usualRecording: ReturnType<typeof usual>) =>
      readBundle(writeBundle({ ...smallContent, usualRecording }, randomParameters(smallNetwork)));
    expect(written(usual(count))).toMatchObject({ ok: true, value: { usualRecording: usual(count) } });
    expect(written(usual(count - 1))).toMatchObject({ fault: { kind: "damaged" } });
    expect(written(usual(count, 0))).toMatchObject({ fault: { kind: "not-a-bundle" } });
  });

  it("opens with and without ranges of similar voices, which need two ends for every value and a last band", () => {
    const { functionals, timing } = smallContent.encoding;
    const ends = new Array<number>(functionals.length + timing.length).fill(0.5);
    const written = (band: object) =>
      readBundle(
        writeBundle(
          {
            ...smallContent,
            similarVoices: { bands: [{ pitchUpTo: null, recordings: 40, low: ends, high: ends, ...band }] },
          },
          randomParameters(smallNetwork),
        ),
      );
    expect(written({})).toMatchObject({ ok: true, value: { similarVoices: { bands: [{ recordings: 40 }] } } });
    expect(written({ high: ends.slice(1) })).toMatchObject({ fault: { kind: "damaged" } });
    expect(written({ pitchUpTo: 12 })).toMatchObject({ fault: { kind: "not-a-bundle" } });
  });

  it("says which parts an ablation took out, and nothing where nothing was", () => {
    const read = readBundle(smallBundleFiles());
    expect(read.ok && read.value.network).not.toHaveProperty("without");
    const content = { ...smallContent, network: { ...smallNetwork, without: ["mel" as const] } };
    const ablated = readBundle(writeBundle(content, randomParameters(smallNetwork)));
    expect(ablated.ok && ablated.value.network.without).toEqual(["mel"]);
  });

  it("is refused when a single bit of the weights differs", () => {
    const files = smallBundleFiles();
    files.weights[1000] = (files.weights[1000] as number) ^ 1;
    expect(kindOfFault(files)).toBe("damaged");
  });

  it("is refused when a threshold was moved by hand", () => {
    const files = smallBundleFiles();
    const manifest = files.manifest.replace('"thresholdLow": 0.4', '"thresholdLow": 0.3');
    expect(manifest).not.toBe(files.manifest);
    expect(kindOfFault({ ...files, manifest })).toBe("damaged");
  });

  it("is refused when it was made for another FeatureSpec", () => {
    const files = smallBundleFiles();
    const manifest = files.manifest.replace('"lowHz": 60', '"lowHz": 50');
    expect(manifest).not.toBe(files.manifest);
    expect(kindOfFault({ ...files, manifest })).toBe("other-spec");
  });

  it("is not written with a weight that half precision does not hold", () => {
    const parameters = randomParameters(smallNetwork);
    const [first] = parameters.values();
    if (first) first[0] = 70_000;
    expect(() => writeBundle(smallContent, parameters)).toThrow("beyond float16");
  });

  it("is refused in the format of float32 weights, by name", () => {
    const files = smallBundleFiles();
    const manifest = files.manifest.replace('"format": 2', '"format": 1');
    expect(readBundle({ ...files, manifest })).toMatchObject({
      ok: false,
      fault: { kind: "other-format", message: "format 1; this version reads format 2" },
    });
  });

  it("is refused when the weights are cut short", () => {
    const files = smallBundleFiles();
    expect(kindOfFault({ ...files, weights: files.weights.subarray(0, -2) })).toBe("damaged");
  });

  it("is refused with the place of the fault when the manifest is none", () => {
    const files = smallBundleFiles();
    expect(kindOfFault({ ...files, manifest: "<html>" })).toBe("not-a-bundle");
    const read = readBundle({ ...files, manifest: JSON.stringify({ ...JSON.parse(files.manifest), network: null }) });
    expect(read).toMatchObject({
      ok: false,
      fault: { kind: "not-a-bundle", message: expect.stringContaining("network") },
    });
  });

  it("is refused unread when it is far too large", () => {
    expect(kindOfFault({ ...smallBundleFiles(), weights: new Uint8Array(maxWeightBytes + 1) })).toBe("too-large");
  });
});
