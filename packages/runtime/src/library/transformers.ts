/**
 * transformers.js in cells: its runtime comes with Ecco, models from files beside the notebook, and no other host is
 * asked.
 */
type Package = typeof import("@huggingface/transformers");

let loading: Promise<Package> | undefined;

/** Loads the package and its runtime's address, and says where models lie. */
export const loadTransformers = (): Promise<Package> =>
  (loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  }));

async function load(): Promise<Package> {
  const [transformers, {default: wasm}] = await Promise.all([
    import("@huggingface/transformers"),
    import("onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url")
  ]);
  const {env, pipeline} = transformers;
  // One thread: more need workers of the runtime's own.
  Object.assign(env.backends.onnx.wasm!, {wasmPaths: {wasm}, numThreads: 1});
  Object.assign(env, {
    allowRemoteModels: false,
    allowLocalModels: true,
    // Names are those of folders beside the notebook.
    localModelPath: "./",
    useBrowserCache: false,
    useWasmCache: false,
    useFS: false,
    useFSCache: false
  });
  const explained = (...given: Parameters<typeof pipeline>): ReturnType<typeof pipeline> =>
    pipeline(...given).catch((error: unknown) => {
      throw missing(given[1] ?? null, error);
    }) as ReturnType<typeof pipeline>;
  return {...transformers, pipeline: explained as typeof pipeline};
}

/** Returns the error for a model whose files are not there, with what to do; any other as it is. */
function missing(model: string | null, error: unknown): unknown {
  const said = error instanceof Error ? error.message : "";
  if (!/file was not found locally|Could not locate file|local_files_only/.test(said)) return error;
  const [, file] = /at "([^"]+)"/.exec(said) ?? [];
  const what =
    model === null
      ? "no model is named, and the one that is meant then lies on another host, which no cell asks"
      : `no model ${model} lies beside this notebook${file === undefined ? "" : ` (${file})`}`;
  return new Error(
    `${what}; name a folder beside the notebook with config.json, tokenizer.json and onnx/model_quantized.onnx, or with {dtype: "fp32"} onnx/model.onnx; or ask ecco.model("transformers:owner/name"), which brings one when the reader agrees`,
    {cause: error}
  );
}
