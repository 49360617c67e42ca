/** What transformers.js computes on. */
import type {LoadOptions} from "../api.ts";
import {DeviceError, InputError} from "../errors.ts";
import {inNode} from "../sources/node.ts";

export interface Device {
  /** As results tell it. */
  readonly name: "onnx" | "webgpu";
  /** As transformers.js calls it; in Node the runtime is ours, and it need not choose. */
  readonly device: "auto" | "wasm" | "webgpu";
  /** Why this one, in words. */
  readonly reason: string;
}

const native: Device = {
  name: "onnx",
  device: "auto",
  reason: "transformers.js on ONNX Runtime, the only one it has in Node"
};
const wasm: Device = {
  name: "onnx",
  device: "wasm",
  reason: "transformers.js on WebAssembly"
};
const webgpu: Device = {name: "webgpu", device: "webgpu", reason: "transformers.js on WebGPU"};

/** Returns the device that is asked for, or the best there is. Throws InputError for one that it cannot use. */
export async function chooseDevice(asked: LoadOptions["backend"] = "auto"): Promise<Device> {
  if (asked !== "auto" && asked !== "onnx" && asked !== "webgpu")
    throw new InputError(
      `backend: got ${String(asked)}, but transformers.js runs this model; expected auto, onnx or webgpu`
    );
  if (inNode()) {
    if (asked === "webgpu") throw new DeviceError("webgpu: Node has none; leave the backend out");
    return native;
  }
  if (asked === "onnx") return {...wasm, reason: `${wasm.reason}, as asked for`};
  const {gpu} = globalThis.navigator as Partial<Navigator>;
  if (await gpu?.requestAdapter().catch(() => null)) return webgpu;
  if (asked === "webgpu") throw new DeviceError("webgpu: this browser has no adapter; choose onnx");
  return {...wasm, reason: `${wasm.reason}, for there is no WebGPU here`};
}
