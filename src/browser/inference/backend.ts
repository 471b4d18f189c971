import plainUrl from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url";
import simdUrl from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url";
import threadedUrl from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url";
import { backend, env, getBackend, setBackend } from "@tensorflow/tfjs-core";

export type BackendName = "webgpu" | "wasm";

/** Makes WASM tfjs's current backend. @throws where WebAssembly is not to be had */
export async function startWasm(): Promise<void> {
  const { setWasmPaths } = await import("./kernels/wasm.ts");
  setWasmPaths({
    "tfjs-backend-wasm.wasm": plainUrl,
    "tfjs-backend-wasm-simd.wasm": simdUrl,
    "tfjs-backend-wasm-threaded-simd.wasm": threadedUrl,
  });
  // tfjs's threads are slower than one on networks of this size, and hang in a minified build.
  env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  await use("wasm");
}

/** Makes WebGPU tfjs's current backend. @returns a promise that settles when the device is lost */
export async function startWebGpu(): Promise<{ readonly lost: Promise<unknown> }> {
  const { WebGPUBackend } = await import("./kernels/webgpu.ts");
  await use("webgpu");
  const current = backend();
  if (!(current instanceof WebGPUBackend)) throw new Error(`webgpu was asked for, ${getBackend()} runs`);
  return { lost: current.device.lost };
}

/** tfjs answers a backend that does not start with `false` and then calls it the current one all the same. */
export async function use(name: BackendName): Promise<void> {
  if (!(await setBackend(name))) throw new Error(`tfjs cannot start its backend ${name}`);
}

/** What kind of graphics adapter there is. A software one computes on the processor, at a fiftieth of WASM's speed. */
export async function findAdapter(): Promise<"none" | "software" | "hardware"> {
  // The types promise a `gpu` that many browsers do not have.
  const gpu = navigator.gpu as GPU | undefined;
  let adapter: GPUAdapter | null | undefined;
  try {
    adapter = await gpu?.requestAdapter({ powerPreference: "high-performance" });
  } catch {
    return "none";
  }
  if (!adapter) return "none";
  const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
  const names = `${vendor} ${architecture} ${device} ${description}`;
  return isFallbackAdapter || /swiftshader|llvmpipe|lavapipe|softpipe|warp|basic render/i.test(names)
    ? "software"
    : "hardware";
}
