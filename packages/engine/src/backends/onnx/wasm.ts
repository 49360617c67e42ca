/** The WebAssembly runtime and the address of its binary, which the bundler puts beside us: no other origin is asked. */
import wasm from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";

export * as ort from "onnxruntime-web/wasm";
export {wasm};
