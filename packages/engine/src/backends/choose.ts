/** Which backend runs, and why; each is loaded only when it is used. */
import {DeviceError, EccoError, InputError} from "../errors.ts";
import type {BackendName} from "../results.ts";
import type {Backend, BackendOptions, CreateBackend} from "./backend.ts";

const loaders: {readonly [N in BackendName]: () => Promise<CreateBackend>} = {
  webgpu: async () => (await import("./webgpu/index.ts")).createWebgpu,
  onnx: async () => (await import("./onnx/index.ts")).createOnnx,
  reference: async () => (await import("./reference/index.ts")).createReference
};

const titles: {readonly [N in BackendName]: string} = {
  webgpu: "WebGPU",
  onnx: "ONNX Runtime",
  reference: "float64 reference"
};

const places: {readonly [N in BackendName]: string} = {
  webgpu: "the GPU",
  onnx: "the processor",
  reference: "the processor in float64, slowly"
};

/** Returns in words why *name* runs in place of others: what happened to them, and in parentheses the reasons. */
export const replacing = (name: BackendName, what: string, reasons: string): string =>
  `${what}: running on ${places[name]} (${reasons})`;

/** Returns a backend in words. */
export const titleOf = (name: BackendName): string => titles[name];

export interface Choice {
  readonly backend: Backend;
  /** In words: why this one. */
  readonly reason: string;
}

const inBrowser = (): boolean =>
  typeof process === "undefined" || process.versions?.node === undefined;

/** What is tried, best first. */
export const automatic = (): readonly BackendName[] =>
  inBrowser() ? ["webgpu", "onnx", "reference"] : ["onnx", "reference"];

export interface ChooseOptions extends BackendOptions {
  readonly backend?: BackendName | "auto" | undefined;
  readonly dtype?: "float32" | "float64" | undefined;
  readonly notice?: ((message: string) => void) | undefined;
}

/** Returns the backend asked for, or the best that works here. Throws DeviceError when none does. */
export async function chooseBackend({
  backend = "auto",
  dtype,
  notice,
  ...options
}: ChooseOptions): Promise<Choice> {
  if (dtype !== undefined && dtype !== "float32" && dtype !== "float64") {
    throw new InputError(`unknown dtype: ${String(dtype)}; one of float32, float64`);
  }
  if (dtype === "float64") {
    if (backend !== "auto" && backend !== "reference") {
      throw new InputError(
        `dtype float64 runs on the reference backend only, got backend ${backend}; leave one of them out`
      );
    }
    return {backend: await create("reference", options), reason: "float64 was asked for"};
  }
  if (backend !== "auto") {
    if (!(backend in loaders))
      throw new InputError(
        `unknown backend: ${String(backend)}; one of auto, ${Object.keys(loaders).join(", ")}`
      );
    return {backend: await create(backend, options), reason: "asked for"};
  }
  return firstOf(automatic(), options, notice);
}

/** Returns the first of these backends that works, telling `notice` about each that does not. */
export async function firstOf(
  names: readonly BackendName[],
  options: BackendOptions,
  notice?: (message: string) => void
): Promise<Choice> {
  const failures: {readonly title: string; readonly reason: string}[] = [];
  for (const name of names) {
    try {
      const backend = await create(name, options);
      const best = inBrowser() ? "the fastest that works here" : "the fastest in Node";
      const what = `no ${failures.map(({title}) => title).join(" and no ")} here`;
      const reason = failures.length === 0 ? best : replacing(name, what, reasonsOf(failures));
      if (failures.length > 0) notice?.(reason);
      return {backend, reason};
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      failures.push({title: titles[name], reason});
    }
  }
  throw new DeviceError(`no backend works here: ${reasonsOf(failures)}`);
}

const reasonsOf = (failures: readonly {readonly reason: string}[]): string =>
  failures.map(({reason}) => reason).join("; ");

async function create(name: BackendName, options: BackendOptions): Promise<Backend> {
  try {
    return await (
      await loaders[name]()
    )(options);
  } catch (error) {
    if (error instanceof EccoError) throw error;
    throw new DeviceError(
      `${name}: ${error instanceof Error ? error.message : String(error)}`,
      "device",
      {cause: error}
    );
  }
}
