import { createRequire } from "node:module";
import { dirname, sep } from "node:path";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { env, registerGradient, setBackend, unregisterGradient } from "@tensorflow/tfjs-core";
import { matrixProductGradient } from "../network/gradients.ts";

/** Readies tfjs in Node: the WASM backend, one thread. Throws where it does not start. */
export async function initialiseTensors(): Promise<void> {
  const require = createRequire(import.meta.url);
  env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  setWasmPaths(dirname(require.resolve("@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm")) + sep);
  if (!(await setBackend("wasm"))) throw new Error("tfjs's WASM backend does not start in this Node");
}

/** Readies what explanations differentiate with. tfjs's gradients come with its union package alone. */
export async function initialiseGradients(): Promise<void> {
  await import("@tensorflow/tfjs");
  unregisterGradient(matrixProductGradient.kernelName);
  registerGradient(matrixProductGradient);
}
