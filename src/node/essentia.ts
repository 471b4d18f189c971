import { createRequire } from "node:module";
import type { EssentiaModule } from "../features/essentia-engine.ts";

/**
 * essentia.js's WASM module. Node can only load the UMD build (the ES build asks for `__dirname`), and that build installs
 * handlers that turn any later error of the process into an abort with two megabytes of source; they are taken off again.
 */
export function loadEssentia(): EssentiaModule {
  const events = ["uncaughtException", "unhandledRejection"] as const;
  const before = events.map((event) => new Set<unknown>(process.rawListeners(event)));
  const module = createRequire(import.meta.url)("essentia.js/dist/essentia-wasm.umd.js") as EssentiaModule;
  events.forEach((event, i) => {
    for (const listener of process.rawListeners(event))
      if (!before[i]?.has(listener)) process.removeListener(event, listener as (...values: unknown[]) => void);
  });
  return module;
}
