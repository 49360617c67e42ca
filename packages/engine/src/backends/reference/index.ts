/**
 * The reference backend: every operation as a plain float64 loop. It says what the graph means and is
 * every other backend's oracle.
 */
import {ShapeError} from "../../errors.ts";
import {bind, sizeOf} from "../../graph/shape.ts";
import {topological} from "../../graph/node.ts";
import type {Node, NodeOf, Op} from "../../graph/node.ts";
import {toFloat64} from "../../weights/decode.ts";
import {numbersIn} from "../../weights/weights.ts";
import type {WeightTensor, Weights} from "../../weights/weights.ts";
import {memoryOf} from "../memory.ts";
import type {Backend, BackendOptions, Dims, Program, Tensor, Waiting} from "../backend.ts";
import {kernels} from "./kernels.ts";
import type {Value} from "./kernels.ts";
import {LiveValues} from "./live-values.ts";
import {reused, StoredWeight} from "./stored-weight.ts";

/** How long the loops may run before the event loop and the signal get a turn, in milliseconds. */
const TURN = 30;

/** Up to how many bytes a model's float64 copy is kept; the weights of larger ones are decoded at each use. */
const KEPT = 64e6;
/** Numbers of a matrix that is kept decoded in any case. Vectors always are: norms and biases are read in many places. */
const SMALL = 16384;

/** The operand that an operation reads row by row; all others are whole, for as long as the operation runs. */
const byRows: {readonly [O in Op]?: number} = {linear: 1, matmul: 1, gather: 0};

const numbersOf = ({dtype, bytes}: WeightTensor): number => numbersIn(dtype, bytes.byteLength);

function fitsIn(bytes: number, weights: Weights): boolean {
  let numbers = 0;
  for (const tensor of weights.values()) numbers += numbersOf(tensor);
  return numbers * 8 <= bytes;
}

/** Returns the backend. `kept`, in bytes, is what of the decoded weights may stay; for tests. */
export function createReference({weights}: BackendOptions, kept: number = KEPT): Promise<Backend> {
  const decoded = new Map<string, Value>();
  const keepsAll = fitsIn(kept, weights);
  const small = Math.min(SMALL, kept / 8);
  const panel = reused();
  const memory = memoryOf(weights, {
    backend: "reference",
    bytesOf: (tensor) => (keepsAll ? 8 * numbersOf(tensor) : tensor.bytes.byteLength),
    form: keepsAll ? "as float64" : "in the file's own types"
  });

  function parameterValue(name: string): Value {
    const known = decoded.get(name);
    if (known) return known;
    const tensor = weights.get(name);
    if (!tensor) throw new ShapeError(`no weight called ${name}; there are ${weights.size}`);
    const keeps = keepsAll || tensor.shape.length < 2 || numbersOf(tensor) <= small;
    const value = keeps
      ? {shape: tensor.shape, data: toFloat64(tensor)}
      : new StoredWeight(tensor, panel);
    decoded.set(name, value);
    return value;
  }

  const backend: Backend = {
    name: "reference",
    memory,
    lost: new Promise(() => {}),
    compile: async (outputs, waiting) => compile(outputs, waiting),
    dispose: () => decoded.clear()
  };

  function compile(outputs: Readonly<Record<string, Node>>, waiting: Waiting = {}): Program {
    const order = topological(Object.values(outputs));
    waiting.started?.(order.length);
    const uses = new Map<Node, number>();
    // An output is read once more than the graph reads it, at the end.
    const reads = [...order.flatMap(({inputs}) => inputs), ...new Set(Object.values(outputs))];
    for (const input of reads) uses.set(input, (uses.get(input) ?? 0) + 1);

    return {
      inputs: order.filter((node): node is NodeOf<"input"> => node.op === "input"),
      async run(feeds, dims, signal) {
        const values = new LiveValues(uses);
        let started = performance.now();
        for (const node of order) {
          values.set(node, evaluate(node, values, feeds, dims), node.op === "parameter");
          values.used(node.inputs);
          if (performance.now() - started > TURN) {
            await new Promise((resolve) => setTimeout(resolve));
            signal?.throwIfAborted();
            started = performance.now();
          }
        }
        signal?.throwIfAborted();
        return new Map(
          Object.entries(outputs).map(([name, node]) => [name, copy(values.get(node))])
        );
      },
      dispose() {}
    };
  }

  function evaluate(
    node: Node,
    values: LiveValues,
    feeds: ReadonlyMap<string, Tensor>,
    dims: Dims
  ): Value {
    const shape = bind(node.shape, dims);
    if (node.op === "input") return fed(node, shape, feeds);
    if (node.op === "parameter") return parameterValue(node.attributes.name);
    if (node.op === "constant") return {shape, data: Float64Array.of(node.attributes.value)};
    const inputs = node.inputs.map((input, index) => {
      const value = values.get(input);
      const whole = value instanceof StoredWeight && byRows[node.op] !== index;
      return whole ? {shape: value.shape, data: value.data} : value;
    });
    const kernel = kernels[node.op] as (
      inputs: readonly Value[],
      attributes: unknown,
      shape: readonly number[]
    ) => Value["data"];
    return {shape, data: kernel(inputs, node.attributes, shape)};
  }

  return Promise.resolve(backend);
}

function fed(
  node: NodeOf<"input">,
  shape: readonly number[],
  feeds: ReadonlyMap<string, Tensor>
): Value {
  const tensor = feeds.get(node.attributes.name);
  if (!tensor) throw new ShapeError(`input ${node.attributes.name} was not given`);
  if (tensor.data.length !== sizeOf(shape)) {
    throw new ShapeError(
      `input ${node.attributes.name}: got [${tensor.shape.join(", ")}], expected [${shape.join(", ")}]`
    );
  }
  const data = node.dtype === "i32" ? Int32Array.from(tensor.data) : Float64Array.from(tensor.data);
  return {shape, data};
}

const copy = ({shape, data}: Value): Tensor => ({shape, data: data.slice()});
