/** The address of the binary of the runtime that transformers.js uses, which the bundler puts beside us. */
import wasm from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url";

export {wasm};
