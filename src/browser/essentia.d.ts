declare module "essentia.js/dist/essentia-wasm.es.js" {
  export const EssentiaWASM: import("../features/essentia-engine.ts").EssentiaModule;
}
