import {DeviceError} from "../../errors.ts";

const memory =
  /alloc|shape is too large|out of memory|memory access|OOM|enlarge memory|array buffer|invalid array length/i;

/** Returns the runtime's error as ours: what was being done, the runtime's own reason, what to do. */
export function deviceError(doing: string, error: unknown): DeviceError {
  const reason = (error instanceof Error ? error.message : String(error))
    .replaceAll(/\s+/g, " ")
    .slice(0, 300);
  return memory.test(reason)
    ? new DeviceError(
        `ONNX Runtime ran out of memory ${doing}: ${reason}; try a shorter text, fewer rows at once or a smaller model`,
        "memory",
        {cause: error}
      )
    : new DeviceError(`ONNX Runtime failed ${doing}: ${reason}; choose another backend`, "device", {
        cause: error
      });
}

/** Whether the WebAssembly instance is gone with the error: every later call would fail too. */
export const isFatal = (error: unknown): boolean =>
  (typeof WebAssembly === "object" && error instanceof WebAssembly.RuntimeError) ||
  (error instanceof Error && error.message.startsWith("Aborted("));
