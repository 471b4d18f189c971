import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/**
 * The functions of assembly/, compiled. Pointers are byte addresses in the tfjs backend's memory, arrays are float32
 * and packed in row order, sizes are counts of values unless the name says bytes. What each computes stands beside its
 * definition.
 */
export interface TrainingModule {
  matrixProducts(
    a: number,
    b: number,
    out: number,
    scratch: number,
    batchA: number,
    batchB: number,
    m: number,
    n: number,
    k: number,
    transposeA: number,
    transposeB: number,
  ): void;
  convolution(
    x: number,
    w: number,
    out: number,
    row: number,
    rowPixels: number,
    ...geometry: ConvolutionGeometry
  ): void;
  convolutionFilterGradient(
    x: number,
    dy: number,
    dw: number,
    row: number,
    rowPixels: number,
    ...geometry: ConvolutionGeometry
  ): void;
  convolutionInputGradient(
    dy: number,
    w: number,
    dx: number,
    row: number,
    turned: number,
    rowPixels: number,
    ...geometry: ConvolutionGeometry
  ): void;
  sumRows(x: number, out: number, outer: number, rows: number, columns: number): void;
  sumColumns(x: number, out: number, rows: number, columns: number): void;
  columnMoments(x: number, mean: number, variance: number, rows: number, columns: number): void;
  batchNorm(
    x: number,
    mean: number,
    variance: number,
    gamma: number,
    beta: number,
    y: number,
    rows: number,
    columns: number,
    epsilon: number,
    relu: number,
  ): void;
  batchNormGradient(
    x: number,
    y: number,
    dy: number,
    mean: number,
    variance: number,
    gamma: number,
    dx: number,
    dGamma: number,
    dBeta: number,
    rows: number,
    columns: number,
    epsilon: number,
    relu: number,
  ): void;
  adamW(
    w: number,
    g: number,
    m: number,
    v: number,
    next: number,
    size: number,
    gradientScale: number,
    rate: number,
    keep: number,
    beta1: number,
    beta2: number,
    epsilon: number,
    firstCorrection: number,
    secondCorrection: number,
  ): void;
  sumOfSquares(x: number, size: number): number;
  copyRows(target: number, source: number, rows: number, rowBytes: number, sourceStepBytes: number): void;
}

export type ConvolutionGeometry = [
  batch: number,
  inHeight: number,
  inWidth: number,
  inChannels: number,
  outHeight: number,
  outWidth: number,
  outChannels: number,
  filterHeight: number,
  filterWidth: number,
  strideHeight: number,
  strideWidth: number,
  padTop: number,
  padLeft: number,
];

/**
 * Plain SIMD only: relaxed multiply-add would be up to a quarter faster, but its rounding is the processor's own, and a
 * training run must come out the same everywhere. No runtime, no data segment: nothing in the shared memory is touched
 * but what a pointer names.
 */
const compilerFlags = [
  "-O3",
  "--noAssert",
  "--runtime",
  "stub",
  "--importMemory",
  "--initialMemory",
  "1",
  "--enable",
  "simd",
];

const require = createRequire(import.meta.url);
const sourceFolder = new URL("./assembly/", import.meta.url);
const cacheFolder = new URL("../../../.cache/training-kernels/", import.meta.url);

/** Compiles assembly/ (about two seconds, or from the cache) and starts it on the given memory. */
export async function startTrainingModule(memory: WebAssembly.Memory): Promise<TrainingModule> {
  const { instance } = await WebAssembly.instantiate(await moduleBytes(), {
    env: {
      memory,
      abort: () => {
        throw new Error("a training kernel aborted");
      },
    },
  });
  return instance.exports as unknown as TrainingModule;
}

async function moduleBytes(): Promise<Uint8Array<ArrayBuffer>> {
  const sources = await readSources();
  const key = createHash("sha256")
    .update(JSON.stringify([require("assemblyscript/package.json").version, compilerFlags, ...sources]))
    .digest("hex");
  const cached = new URL(`${key.slice(0, 16)}.wasm`, cacheFolder);
  try {
    return new Uint8Array(await readFile(cached));
  } catch {
    const bytes = await compile(sources);
    await mkdir(cacheFolder, { recursive: true });
    // Renaming is atomic: two trainings that start together never read half a file.
    const draft = new URL(`${key.slice(0, 16)}.${process.pid}.draft`, cacheFolder);
    await writeFile(draft, bytes);
    await rename(draft, cached);
    return bytes;
  }
}

/** Name (without its ending) to text. */
async function readSources(): Promise<ReadonlyMap<string, string>> {
  const names = (await readdir(sourceFolder)).filter((name) => name.endsWith(".as")).sort();
  const texts = await Promise.all(names.map((name) => readFile(new URL(name, sourceFolder), "utf8")));
  return new Map(names.map((name, i) => [name.slice(0, -".as".length), texts[i] as string]));
}

/**
 * Runs the compiler as a program of its own: it is large, and inside a process that transforms TypeScript as it loads
 * it would take longer to start than to compile.
 */
async function compile(sources: ReadonlyMap<string, string>): Promise<Uint8Array<ArrayBuffer>> {
  const folder = await mkdtemp(join(tmpdir(), "training-kernels-"));
  try {
    for (const [name, text] of sources) await writeFile(join(folder, `${name}.ts`), text);
    const compiler = require.resolve("assemblyscript/bin/asc.js");
    // The compiler starts itself anew unless Node already runs with this flag.
    const argv = ["--enable-source-maps", compiler, "index.ts", "--outFile", "module.wasm", ...compilerFlags];
    await promisify(execFile)(process.execPath, argv, { cwd: folder });
    return new Uint8Array(await readFile(join(folder, "module.wasm")));
  } finally {
    await rm(folder, { recursive: true });
  }
}
