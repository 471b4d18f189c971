import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createContext, Script } from "node:vm";
import { expect, it } from "vitest";
import { findGeneratedCode, withoutGeneratedCode } from "../../src/browser/build/essentia-csp.ts";
import { createEssentiaEngine, type EssentiaModule } from "../../src/features/essentia-engine.ts";
import { loadEssentia } from "../../src/node/essentia.ts";

const glue = readFileSync(createRequire(import.meta.url).resolve("essentia.js/dist/essentia-wasm.es.js"), "utf8");

/** Runs the glue where, as under the page's policy, strings do not become code. */
function loadWithoutEval(code: string): EssentiaModule {
  const context = createContext(
    { WebAssembly, print: () => {}, printErr: () => {}, read: () => "", quit: () => {} },
    { codeGeneration: { strings: false, wasm: true } },
  );
  return new Script(code.replace(/export \{ Module as EssentiaWASM \};\s*$/, "Module;")).runInContext(context);
}

it("makes essentia.js start where no code may be made of strings", () => {
  expect(() => loadWithoutEval(glue)).toThrow();
  expect(() => loadWithoutEval(withoutGeneratedCode(glue))).not.toThrow();
});

it("changes no bit of what essentia.js computes", () => {
  const frame = Float32Array.from({ length: 400 }, (_, i) => Math.sin(i * 0.1) + 0.3 * Math.cos(i * 1.7));
  const spectra = [loadEssentia(), loadWithoutEval(withoutGeneratedCode(glue))].map((module) => {
    const power = new Float32Array(257);
    createEssentiaEngine(module, 512).powerSpectrum(frame, power);
    return power;
  });
  expect(spectra[1]).toEqual(spectra[0]);
});

it("leaves the same errors for wrong calls", () => {
  const module = loadWithoutEval(withoutGeneratedCode(glue)) as unknown as {
    readonly VectorFloat: new () => { resize: (...values: unknown[]) => void };
  };
  const vector = new module.VectorFloat();
  expect(() => vector.resize(1)).toThrow(/resize/);
  expect(() => vector.resize("a few", 0)).toThrow();
});

it("refuses another build of essentia.js than the one it knows", () => {
  expect(() => withoutGeneratedCode("function createNamedFunction(name){}")).toThrow(/craftInvokerFunction/);
});

it.each([
  ["new Function('a','return a')", true],
  ['x=Function("a", "return a")', true],
  ['x=self||Function("return this")()', false],
  ["eval('1')", true],
  ["medieval(1);model.eval(2);f=function(){}", false],
  ["new FunctionTable(3)", false],
])("finds code made of strings in %s: %s", (code, isFound) => {
  expect(findGeneratedCode(code) !== null).toBe(isFound);
});
