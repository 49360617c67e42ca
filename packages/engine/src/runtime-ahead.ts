/** In a page: brings the WebAssembly runtime while the model's files come, where it will run them. */
import {binaryBytes, bring, checkCompiles, isWanted} from "./backends/onnx/binary.ts";
import type {LoadOptions} from "./api.ts";
import {inNode} from "./sources/node.ts";
import {readAll} from "./sources/read-files.ts";
import type {FetchProgress} from "./sources/index.ts";
import {speedometer} from "./sources/remote/speed.ts";
import {Tally} from "./sources/tally.ts";
import {webFiles} from "./sources/web.ts";

type Load = Pick<LoadOptions, "backend" | "dtype" | "signal" | "progress">;

/**
 * Begins to bring the runtime where the model will be run by it; returns the progress of both together, to be called
 * with the model's. What fails here is tried again, and said, by the backend.
 */
export function runtimeAhead(load: Load): FetchProgress | undefined {
  const {progress} = load;
  const both = new Both(progress);
  if (inNode() || load.dtype === "float64" || !isWanted()) return progress;
  bring(
    runsOnWebAssembly(load).then(async (does) => {
      if (does) return bringBinary(both.runtime, load.signal);
      both.decided();
      return null;
    })
  );
  return progress && both.ofModel;
}

async function runsOnWebAssembly({backend = "auto"}: Load): Promise<boolean> {
  if (backend !== "onnx" && backend !== "auto") return false;
  try {
    checkCompiles();
  } catch {
    return false;
  }
  if (backend === "onnx") return true;
  const {gpu} = globalThis.navigator as Partial<Navigator>;
  return !(await gpu?.requestAdapter().catch(() => null));
}

async function bringBinary(
  runtime: Tally,
  signal: AbortSignal | undefined
): Promise<Uint8Array | null> {
  const name = "onnxruntime.wasm";
  const counted = runtime.add({name, size: null, expected: binaryBytes});
  // What runs it comes at the same time.
  void Promise.allSettled([import("./backends/onnx/index.ts"), import("./backends/onnx/wasm.ts")]);
  const {wasm} = await import("./backends/onnx/wasm-address.ts");
  const url = new URL(wasm, globalThis.location.href);
  const file = url.pathname.split("/").at(-1)!;
  const opened = await webFiles(new URL(".", url)).open(decodeURIComponent(file), signal);
  const bytes = opened && (await readAll({...opened, expected: binaryBytes}, name, counted.came));
  counted.done();
  return bytes;
}

/** The progress of two who do not know of each other. */
class Both {
  readonly runtime: Tally;
  readonly #tell: FetchProgress | undefined;
  readonly #speed = speedometer();
  #model: Parameters<FetchProgress> = [0, null];
  /** Whether it is known whether a runtime is needed. */
  #decided = false;

  constructor(tell: FetchProgress | undefined) {
    this.#tell = tell;
    this.runtime = new Tally(() => this.decided());
  }

  decided(): void {
    this.#decided = true;
    this.#say();
  }

  readonly ofModel: FetchProgress = (...said) => {
    this.#model = said;
    this.#say();
  };

  #say(): void {
    const [loaded, total, detail] = this.#model;
    const all = loaded + this.runtime.loaded;
    const rest = this.runtime.total;
    const whole = this.#decided && total !== null && rest !== null ? total + rest : null;
    if (detail) this.#tell?.(all, whole, {...detail, ...this.#speed(all, whole)});
    else this.#tell?.(all, whole);
  }
}
