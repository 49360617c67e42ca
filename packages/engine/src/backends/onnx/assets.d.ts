declare module "onnxruntime-web/ort-wasm-simd-threaded.wasm?url" {
  /** Where the bundler put the file. */
  const url: string;
  export default url;
}

declare module "onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url" {
  /** Where the bundler put the file. */
  const url: string;
  export default url;
}
