/** What a backend is: a way to run graphs. Nothing else in the engine knows how numbers are computed. */
import type {BackendName} from "../results.ts";
import type {Node, NodeOf} from "../graph/node.ts";
import type {Weights} from "../weights/weights.ts";
import type {Memory} from "./memory.ts";

/** Numbers with a shape. Row-major. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array | Int32Array;
}

/** The length of every symbolic dimension: {B: 1, T: 9}. */
export type Dims = Readonly<Record<string, number>>;

/** Who waits for a program while it is prepared. */
export interface Waiting {
  /** Called with the program's number of operations just before the runtime begins to prepare it. */
  readonly started?: (nodes: number) => void;
  /** Aborted when nobody waits any more: what has not begun shall not begin. */
  readonly signal?: AbortSignal | undefined;
}

export interface Program {
  /** Every input the outputs depend on; `run` needs a tensor for each. */
  readonly inputs: readonly NodeOf<"input">[];
  /**
   * Returns the outputs by name. Feeds are keyed by input name. Calls may overlap; each has its own results.
   * Throws the signal's reason when aborted, DeviceError when the device is lost or memory runs out.
   */
  run(
    feeds: ReadonlyMap<string, Tensor>,
    dims: Dims,
    signal?: AbortSignal
  ): Promise<Map<string, Tensor>>;
  /** Makes ready what depends on lengths, where anything does; `run` does it too. */
  prepare?(dims: Dims): Promise<void>;
  dispose(): void;
}

export interface Backend {
  readonly name: BackendName;
  /** What the weights take here. */
  readonly memory: Memory;
  /** How many programs may be kept, where each holds weights of its own; defaults to as many as are asked for. */
  readonly mostPrograms?: number;
  /** Operations (a product's multiplications and additions) that take about a second; defaults to no bound for a run. */
  readonly operationsPerSecond?: number;
  /** Settles with the reason when the backend can no longer be used. */
  readonly lost: Promise<string>;
  /** Plans the outputs once; dimensions are bound at each run. Throws the signal's reason where it did not begin. */
  compile(outputs: Readonly<Record<string, Node>>, waiting?: Waiting): Promise<Program>;
  dispose(): void;
}

export interface BackendOptions {
  readonly weights: Weights;
  readonly threads?: number;
  /** The largest buffer to keep weights in on a GPU, in bytes; defaults to what the device allows. */
  readonly largestBuffer?: number;
}

/** Each backend module exports one of these, or throws DeviceError with the reason it can't run here. */
export type CreateBackend = (options: BackendOptions) => Promise<Backend>;

export type {Weights};
