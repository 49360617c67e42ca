/**
 * The reference backend: every operation as a plain float64 loop. It says what the graph means and is
 * every other backend's oracle.
 */
import {ShapeError} from "../../errors.ts";
import {bind, sizeOf} from "../../graph/shape.ts";
import {topological} from "../../graph/node.ts";
import type {Node, NodeOf} from "../../graph/node.ts";
import {toFloat64} from "../../weights/safetensors.ts";
import type {Backend, BackendOptions, Dims, Program, Tensor} from "../backend.ts";
import {kernels} from "./kernels.ts";
import type {Value} from "./kernels.ts";

/** How long the loops may run before the event loop and the signal get a turn, in milliseconds. */
const TURN = 30;

export function createReference({weights}: BackendOptions): Promise<Backend> {
  const decoded = new Map<string, Value>();

  function parameterValue(name: string): Value {
    const known = decoded.get(name);
    if (known) return known;
    const tensor = weights.get(name);
    if (!tensor) throw new ShapeError(`no weight called ${name}; there are ${weights.size}`);
    const value = {shape: tensor.shape, data: toFloat64(tensor)};
    decoded.set(name, value);
    return value;
  }

  const backend: Backend = {
    name: "reference",
    lost: new Promise(() => {}),
    compile: (outputs) => Promise.resolve(compile(outputs)),
    dispose: () => decoded.clear()
  };

  function compile(outputs: Readonly<Record<string, Node>>): Program {
    const order = topological(Object.values(outputs));
    const kept = new Set(Object.values(outputs));
    const uses = new Map<Node, number>();
    for (const {inputs} of order)
      for (const input of inputs) uses.set(input, (uses.get(input) ?? 0) + 1);

    return {
      inputs: order.filter((node): node is NodeOf<"input"> => node.op === "input"),
      async run(feeds, dims, signal) {
        const values = new Map<Node, Value>();
        const left = new Map(uses);
        let started = performance.now();
        for (const node of order) {
          values.set(node, evaluate(node, values, feeds, dims));
          for (const input of node.inputs) {
            left.set(input, left.get(input)! - 1);
            if (left.get(input) === 0 && !kept.has(input)) values.delete(input);
          }
          if (performance.now() - started > TURN) {
            await new Promise((resolve) => setTimeout(resolve));
            signal?.throwIfAborted();
            started = performance.now();
          }
        }
        signal?.throwIfAborted();
        return new Map(
          Object.entries(outputs).map(([name, node]) => [name, copy(values.get(node)!)])
        );
      },
      dispose() {}
    };
  }

  function evaluate(
    node: Node,
    values: ReadonlyMap<Node, Value>,
    feeds: ReadonlyMap<string, Tensor>,
    dims: Dims
  ): Value {
    const shape = bind(node.shape, dims);
    if (node.op === "input") return fed(node, shape, feeds);
    if (node.op === "parameter") return parameterValue(node.attributes.name);
    if (node.op === "constant") return {shape, data: Float64Array.of(node.attributes.value)};
    const inputs = node.inputs.map((input) => values.get(input)!);
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
