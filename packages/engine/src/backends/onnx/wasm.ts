/** The WebAssembly runtime. */
export * as ort from "onnxruntime-web/wasm";
