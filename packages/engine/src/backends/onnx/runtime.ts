/** ONNX Runtime: the native one in Node, the WebAssembly one elsewhere; neither bundle holds the other. */
import type {InferenceSession, TensorConstructor} from "onnxruntime-common";
import {DeviceError} from "../../errors.ts";
import {checkCompiles, takeBinary} from "./binary.ts";
import {dialect, encodeModel} from "./proto.ts";

/** Errors come as exceptions; the runtime need not print them too. */
export const SILENT = 4;

export interface Runtime {
  readonly InferenceSession: {
    create(model: Uint8Array, options: InferenceSession.SessionOptions): Promise<InferenceSession>;
  };
  readonly Tensor: TensorConstructor;
  /** Whether feeds are read where they lie; WebAssembly copies them into its own memory at each run. */
  readonly readsInPlace: boolean;
  /** What a session is told beside its weights. */
  readonly options: InferenceSession.SessionOptions;
}

const inNode = (): boolean =>
  typeof process !== "undefined" && process.versions?.node !== undefined;

/**
 * Returns the runtime of this place. `threads` defaults to the native runtime's own choice, and to 1 in WebAssembly
 * (where more were slower on small models, and need a cross-origin isolated page). Throws DeviceError when it cannot
 * be loaded.
 */
export async function loadRuntime(threads?: number): Promise<Runtime> {
  try {
    return await (inNode() ? loadNative(threads) : loadWasm(threads));
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n", 1)[0] : String(error);
    throw new DeviceError(
      `ONNX Runtime did not load: ${reason}; choose another backend`,
      "device",
      {cause: error}
    );
  }
}

const scalar = {type: "f32", shape: []} as const;
const smallest = encodeModel({
  ...dialect,
  nodes: [{type: "Identity", inputs: ["x"], outputs: ["y"], attributes: {}}],
  initializers: [],
  inputs: [{name: "x", ...scalar}],
  outputs: [{name: "y", ...scalar}]
});

type Ort = typeof import("onnxruntime-common");

// Names the bundler cannot see: a page has no use for what Node loads.
const inNodeOnly = async (name: string): Promise<Ort> =>
  (await import(/* @vite-ignore */ name)) as Ort;

/** The native runtime, or where none is built for this machine the WebAssembly one, which is slower. */
async function loadNative(threads?: number): Promise<Runtime> {
  const options = threads === undefined ? {} : {intraOpNumThreads: threads};
  try {
    return {...(await inNodeOnly("onnxruntime-node")), readsInPlace: true, options};
  } catch (missing) {
    const ort = await inNodeOnly("onnxruntime-web").catch(() => {
      throw missing;
    });
    return startWasm(ort, 1);
  }
}

async function loadWasm(threads = 1): Promise<Runtime> {
  checkCompiles();
  const [{ort}, {wasm}, binary] = await Promise.all([
    import("./wasm.ts"),
    import("./wasm-address.ts"),
    takeBinary()
  ]);
  ort.env.wasm.wasmPaths = {wasm};
  if (binary) ort.env.wasm.wasmBinary = binary;
  try {
    return await startWasm(ort, globalThis.crossOriginIsolated ? threads : 1);
  } finally {
    // It has been compiled.
    delete ort.env.wasm.wasmBinary;
  }
}

async function startWasm(ort: Ort, threads: number): Promise<Runtime> {
  // Read once, when the first session is made; later backends share the instance.
  ort.env.wasm.proxy = false;
  ort.env.wasm.numThreads = threads;
  const options = {executionProviders: ["wasm"]};
  // The binary is fetched and compiled with the first session: a page that forbids either is told now, not in a run.
  await (await ort.InferenceSession.create(smallest, options)).release();
  return {...ort, readsInPlace: false, options};
}
