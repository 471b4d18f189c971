import { f16round, getFloat16, setFloat16 } from "@petamoriken/float16";
import * as v from "valibot";
import { sha256Hex } from "../base/hash.ts";
import { fail, ok, type Result } from "../base/result.ts";
import { featureSpec } from "../features/spec.ts";
import type { Calibration } from "./calibration.ts";
import { type NetworkConfig, networkParts, parameterSpecs } from "./config.ts";
import type { Encoding } from "./encode.ts";
import { emotions, genders } from "./labels.ts";
import type { SimilarVoices } from "./similar-voices.ts";
import type { UsualRecording } from "./strangeness.ts";

/** A released model: weights, FeatureSpec, encoding and calibration, checked when read. */
export interface Bundle {
  readonly name: string;
  /** SHA-256 of the manifest's content and the weights. */
  readonly hash: string;
  readonly depressionLabels: "simulated" | "clinical" | "none";
  /** What clinical labels came from, and the terms that its weights are under for that; empty otherwise. */
  readonly clinicalCorpora: readonly { readonly name: string; readonly terms: string }[];
  readonly network: NetworkConfig;
  readonly encoding: Encoding;
  readonly calibration: Calibration | null;
  /** Null where nothing was learned of depression. */
  readonly usualRecording: UsualRecording | null;
  /** Null where nothing was learned of depression, and where recordings were too few. */
  readonly similarVoices: SimilarVoices | null;
  /** What the network answers to the golden windows (golden.ts). */
  readonly golden: GoldenAnswer;
  readonly parameters: ReadonlyMap<string, { readonly shape: readonly number[]; readonly values: Float32Array }>;
}

export interface GoldenAnswer {
  readonly gender: readonly number[];
  readonly emotion: readonly number[];
  readonly depression: readonly number[];
}

/** Why a bundle is refused. */
export interface BundleFault {
  readonly kind: "damaged" | "other-format" | "other-spec" | "too-large" | "not-a-bundle";
  readonly message: string;
}

/** A bundle above this is refused unread. */
export const maxWeightBytes = 2_000_000;

/** Format 1 held weights as float32. */
const bundleFormat = 2;
/** Of each weight in the file: float16. */
export const weightBytes = 2;

const finite = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(4096));
const group = v.object({ name: v.string(), size: count });
const standardised = v.object({ name: v.string(), location: finite, scale: v.pipe(finite, v.minValue(1e-12)) });
const shortText = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const share = v.pipe(finite, v.minValue(0), v.maxValue(1));

const voiceBands = v.pipe(
  v.array(
    v.object({
      pitchUpTo: v.nullable(finite),
      recordings: v.pipe(v.number(), v.integer(), v.minValue(1)),
      low: v.pipe(v.array(finite), v.maxLength(4096)),
      high: v.pipe(v.array(finite), v.maxLength(4096)),
    }),
  ),
  v.maxLength(16),
  v.check((bands) => bands.at(-1)?.pitchUpTo === null, "the last band of voices has an end"),
);

const manifestSchema = v.object({
  format: v.literal(bundleFormat),
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
  hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  depressionLabels: v.picklist(["simulated", "clinical", "none"]),
  clinicalCorpora: v.pipe(v.array(v.object({ name: shortText, terms: shortText })), v.maxLength(16)),
  featureSpec: v.unknown(),
  labels: v.object({ emotions: v.array(v.string()), genders: v.array(v.string()) }),
  network: v.object({
    rowCount: count,
    bandCount: count,
    convolutions: v.pipe(v.array(v.object({ channels: count, stride: count })), v.minLength(1), v.maxLength(8)),
    width: count,
    heads: count,
    blocks: count,
    feedForward: count,
    families: v.pipe(v.array(group), v.maxLength(64)),
    timingGroups: v.pipe(v.array(group), v.maxLength(64)),
    functionalHidden: count,
    trunk: count,
    latentCount: count,
    knownCorpora: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(64))),
    without: v.exactOptional(v.pipe(v.array(v.picklist(networkParts)), v.maxLength(networkParts.length))),
  }),
  encoding: v.object({ functionals: v.array(standardised), timing: v.array(standardised) }),
  calibration: v.nullable(
    v.object({
      temperature: v.pipe(finite, v.minValue(1e-6)),
      thresholdLow: share,
      thresholdHigh: share,
      sensitivity: share,
      specificity: share,
      trainingPrevalence: share,
      residualQuantiles: v.pipe(v.array(finite), v.minLength(2), v.maxLength(1001)),
      conformal: v.object({ missRate: share, depressedFrom: share, healthyUpTo: share }),
      strangeBeyond: v.pipe(finite, v.minValue(0)),
    }),
  ),
  usualRecording: v.nullable(
    v.object({
      mean: v.pipe(v.array(finite), v.maxLength(4096)),
      sd: v.pipe(v.array(v.pipe(finite, v.minValue(1e-6))), v.maxLength(4096)),
    }),
  ),
  similarVoices: v.nullable(v.object({ bands: voiceBands })),
  golden: v.object({ gender: v.array(finite), emotion: v.array(finite), depression: v.array(finite) }),
});

/** The hash that a manifest carries: over everything else in it and the weights. */
function bundleHash(manifest: object, weights: Uint8Array): string {
  const { hash: _, ...content } = manifest as { hash?: unknown };
  return sha256Hex(`${JSON.stringify(content)}\n${sha256Hex(weights)}`);
}

/**
 * Checks and opens a bundle. Weights are little-endian float16 in the order of `parameterSpecs`.
 *
 * Refused: another format, anything that does not fit the schema, a hash that differs, other labels, another
 * FeatureSpec, more or fewer weights than the configuration asks for, weights that are not finite.
 */
export function readBundle(files: {
  readonly manifest: string;
  readonly weights: Uint8Array;
}): Result<Bundle, BundleFault> {
  const refuse = (kind: BundleFault["kind"], message: string): Result<Bundle, BundleFault> => fail({ kind, message });
  if (files.weights.byteLength > maxWeightBytes)
    return refuse("too-large", `the weights take ${files.weights.byteLength} bytes; ${maxWeightBytes} are allowed`);
  let json: unknown;
  try {
    json = JSON.parse(files.manifest);
  } catch {
    return refuse("not-a-bundle", "manifest.json is not JSON");
  }
  const format = v.safeParse(v.looseObject({ format: v.number() }), json);
  if (format.success && format.output.format !== bundleFormat)
    return refuse("other-format", `format ${format.output.format}; this version reads format ${bundleFormat}`);
  const parsed = v.safeParse(manifestSchema, json);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    return refuse("not-a-bundle", `manifest.json: ${v.getDotPath(issue) ?? "the whole"}: ${issue.message}`);
  }
  const manifest = parsed.output;
  if (JSON.stringify(manifest.featureSpec) !== JSON.stringify(featureSpec))
    return refuse("other-spec", "the bundle was trained on features that this version does not compute");
  if (
    JSON.stringify(manifest.labels.emotions) !== JSON.stringify(emotions) ||
    JSON.stringify(manifest.labels.genders) !== JSON.stringify(genders)
  )
    return refuse("other-spec", "the bundle uses other labels");
  // Hashed as it was written, not as it was parsed: the schema drops what it does not know.
  if (bundleHash(json as object, files.weights) !== manifest.hash)
    return refuse("damaged", "the weights or the manifest differ from what was released (hash mismatch)");

  const specs = parameterSpecs(manifest.network);
  const needed = weightBytes * specs.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  if (needed !== files.weights.byteLength)
    return refuse("damaged", `the network needs ${needed} bytes of weights, there are ${files.weights.byteLength}`);
  const view = new DataView(files.weights.buffer, files.weights.byteOffset, files.weights.byteLength);
  let offset = 0;
  const parameters = new Map<string, { shape: readonly number[]; values: Float32Array }>();
  for (const { name, shape } of specs) {
    const values = new Float32Array(shape.reduce((a, b) => a * b, 1));
    for (let i = 0; i < values.length; i++, offset += weightBytes) values[i] = getFloat16(view, offset, true);
    if (!values.every(Number.isFinite)) return refuse("damaged", `"${name}" holds a value that is not a number`);
    parameters.set(name, { shape, values });
  }
  const { format: _, featureSpec: __, labels: ___, ...content } = manifest;
  const { encoding, usualRecording, similarVoices } = content;
  const functionalCount = encoding.functionals.length;
  if (usualRecording && [usualRecording.mean, usualRecording.sd].some(({ length }) => length !== functionalCount))
    return refuse("damaged", `what is usual of a recording needs ${functionalCount} means and standard deviations`);
  const valueCount = functionalCount + encoding.timing.length;
  if (similarVoices?.bands.some(({ low, high }) => low.length !== valueCount || high.length !== valueCount))
    return refuse("damaged", `ranges of similar voices need ${valueCount} values`);
  return ok({ ...content, parameters });
}

/** What a bundle says of itself besides its weights. */
export type BundleContent = Omit<Bundle, "hash" | "parameters">;

/**
 * The two files of a bundle, ready to be written; the weights are rounded to float16.
 *
 * @throws when a parameter has another size than the network asks for, or a value that float16 does not hold
 */
export function writeBundle(
  content: BundleContent,
  parameters: ReadonlyMap<string, Float32Array>,
): { readonly manifest: string; readonly weights: Uint8Array } {
  const specs = parameterSpecs(content.network);
  const values = specs.map(({ name, shape }) => {
    const list = parameters.get(name);
    const size = shape.reduce((a, b) => a * b, 1);
    if (list?.length !== size) throw new Error(`"${name}" needs ${size} values, got ${list?.length ?? "none"}`);
    if (!list.every((value) => Number.isFinite(f16round(value)))) throw new Error(`"${name}" is beyond float16`);
    return list;
  });
  const weights = new Uint8Array(weightBytes * values.reduce((sum, list) => sum + list.length, 0));
  const view = new DataView(weights.buffer);
  let offset = 0;
  for (const list of values)
    for (const value of list) {
      setFloat16(view, offset, value, true);
      offset += weightBytes;
    }
  const unsigned = {
    format: bundleFormat,
    ...content,
    labels: { emotions: [...emotions], genders: [...genders] },
    featureSpec,
  };
  const manifest = { ...unsigned, hash: bundleHash(unsigned, weights) };
  return { manifest: `${JSON.stringify(manifest, null, 1)}\n`, weights };
}
