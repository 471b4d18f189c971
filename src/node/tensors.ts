import { createRequire } from "node:module";
import { dirname, sep } from "node:path";
// The whole of tfjs, not its core: in Node only this brings the gradients that training needs.
import { env, setBackend } from "@tensorflow/tfjs";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";

/** Readies tfjs in Node: the WASM backend, one thread. Throws where it does not start. */
export async function initialiseTensors(): Promise<void> {
  const require = createRequire(import.meta.url);
  env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  setWasmPaths(dirname(require.resolve("@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm")) + sep);
  if (!(await setBackend("wasm"))) throw new Error("tfjs's WASM backend does not start in this Node");
}
