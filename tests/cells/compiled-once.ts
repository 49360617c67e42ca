/** The runtime's binary stays compiled in this process: each worker that needs it finds it so. */
import wasm from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";

Object.assign(globalThis, {compiledOnce: WebAssembly.compileStreaming(fetch(wasm))});
