/** transformers.js, loaded when a model of it is first opened: it asks no host, and reads what it is handed. */
import {DeviceError} from "../errors.ts";
import {builtin, inNode} from "../sources/node.ts";
import type {HandedFiles} from "./handed-files.ts";
import {handedFiles} from "./handed-files.ts";

type Package = typeof import("@huggingface/transformers");

export interface Library {
  readonly transformers: Package;
  readonly handed: HandedFiles;
}

let loaded: Promise<Library> | undefined;

/** Returns the library. Throws DeviceError where it cannot be loaded. */
export function loadLibrary(): Promise<Library> {
  return (loaded ??= load().catch((error: unknown) => {
    loaded = undefined;
    const reason = error instanceof Error ? error.message.split("\n", 1)[0] : String(error);
    throw new DeviceError(`transformers.js did not load: ${reason}`, "device", {cause: error});
  }));
}

async function load(): Promise<Library> {
  const transformers = inNode() ? await loadInNode() : await loadInPage();
  const handed = handedFiles();
  Object.assign(transformers.env, {
    allowRemoteModels: false,
    allowLocalModels: true,
    useBrowserCache: false,
    useFSCache: false,
    useFS: false,
    useWasmCache: false,
    useCustomCache: true,
    customCache: handed.cache,
    // What is not handed over is not there.
    fetch: () => Promise.resolve(new Response(null, {status: 404})),
    logLevel: transformers.LogLevel.NONE
  });
  return {transformers, handed};
}

async function loadInPage(): Promise<Package> {
  const [transformers, {wasm}] = await Promise.all([
    import("@huggingface/transformers"),
    import("./wasm-address.ts")
  ]);
  // One thread: more need workers of the runtime's own.
  Object.assign(transformers.env.backends.onnx.wasm!, {wasmPaths: {wasm}, numThreads: 1});
  return transformers;
}

/** Where the library looks for a runtime that is there already. */
const given = Symbol.for("onnxruntime");

/** The build for pages, on the native runtime: the one for Node wants sharp, and Ecco reads no pictures there. */
async function loadInNode(): Promise<Package> {
  const {createRequire} = builtin("node:module");
  const {pathToFileURL} = builtin("node:url");
  const path = createRequire(import.meta.url)
    .resolve("@huggingface/transformers")
    .replace(/transformers\.node\.cjs$/, "transformers.web.js");
  const runtime: unknown = await import(/* @vite-ignore */ inNodeOnly);
  const all = globalThis as {[given]?: unknown};
  const before = all[given];
  all[given] = {...(runtime as object)};
  try {
    return (await import(/* @vite-ignore */ pathToFileURL(path).href)) as Package;
  } finally {
    if (before === undefined) delete all[given];
    else all[given] = before;
  }
}

// A name the bundler does not follow.
const inNodeOnly: string = "onnxruntime-node";
