/** The address of the runtime's binary, which the bundler puts beside us: no other origin is asked. */
import wasm from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";

export {wasm};
