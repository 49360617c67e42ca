/** Opens the GPU, in a page or a worker. */
import {DeviceError} from "../../errors.ts";

/** The limits that decide how large a model and a kernel may be; asked for as high as the adapter goes. */
const wanted = [
  "maxBufferSize",
  "maxStorageBufferBindingSize",
  "maxStorageBuffersPerShaderStage"
] as const;

export interface Gpu {
  readonly device: GPUDevice;
  /** Whether it is a processor that acts as one. */
  readonly software: boolean;
  /** Settles with the reason when the device is gone. */
  readonly lost: Promise<string>;
  /** The reason once it is gone. */
  readonly gone: () => string | undefined;
}

/** Returns the device of the best adapter. Throws DeviceError saying why there is none. */
export async function openDevice(): Promise<Gpu> {
  const gpu = (globalThis.navigator as Navigator | undefined)?.gpu;
  if (!gpu) {
    throw new DeviceError(
      "WebGPU is not available: navigator.gpu is missing; use a browser with WebGPU and a secure page (https or localhost)"
    );
  }
  let adapter: GPUAdapter | null;
  try {
    adapter = await gpu.requestAdapter({powerPreference: "high-performance"});
  } catch (error) {
    throw new DeviceError(`WebGPU is not available: ${text(error)}`, "device", {cause: error});
  }
  if (!adapter) {
    throw new DeviceError(
      "WebGPU is not available: the browser found no adapter; is hardware acceleration switched on?"
    );
  }
  const requiredLimits = Object.fromEntries(wanted.map((name) => [name, adapter.limits[name]]));
  let device: GPUDevice;
  try {
    device = await adapter.requestDevice({requiredLimits, label: "ecco"});
  } catch (error) {
    throw new DeviceError(`WebGPU gave no device: ${text(error)}`, "device", {cause: error});
  }
  let reason: string | undefined;
  const lost = device.lost.then(({reason: kind, message}) => {
    reason =
      kind === "destroyed"
        ? "the backend was disposed"
        : `the GPU was lost: ${message || "no reason given"}`;
    return reason;
  });
  return {device, software: adapter.info.isFallbackAdapter, lost, gone: () => reason};
}

export const text = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** Returns bytes as people read them. */
export function bytesText(bytes: number): string {
  const units = ["bytes", "KiB", "MiB", "GiB"] as const;
  const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), units.length - 1);
  const amount = bytes / 1024 ** power;
  return `${power === 0 ? amount : amount.toFixed(1)} ${units[power]}`;
}
