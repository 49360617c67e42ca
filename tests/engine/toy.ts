/** Small functions of few numbers, as attribution sees a model: each number is a token of width 1. */
import {backward} from "../../packages/engine/src/autodiff/backward.ts";
import {createReference} from "../../packages/engine/src/backends/reference/index.ts";
import type {Encoded} from "../../packages/engine/src/explain/input.ts";
import type {
  Method,
  Settings,
  Task
} from "../../packages/engine/src/explain/attribution/methods/method.ts";
import type {Players} from "../../packages/engine/src/explain/attribution/players.ts";
import type {Rules} from "../../packages/engine/src/explain/attribution/rules.ts";
import type {Embeddings, Target} from "../../packages/engine/src/explain/attribution/target.ts";
import {input, linear, reshape} from "../../packages/engine/src/graph/ops.ts";
import type {Node} from "../../packages/engine/src/graph/node.ts";
import type {Tensor} from "../../packages/engine/src/backends/backend.ts";

/** A layer of a toy: W x + b on the last axis. */
type Layer = (x: Node, rows: readonly (readonly number[])[], bias?: readonly number[]) => Node;

/** Returns f [B] of numbers x [B, n]. */
export type Toy = (x: Node, layer: Layer) => Node;

const settings: Settings = {
  steps: 50,
  accuracy: null,
  quadrature: "gauss-legendre",
  samples: null,
  seed: 0,
  noise: 0,
  window: 1,
  layer: null,
  rule: "epsilon",
  epsilon: 1e-9,
  gamma: 0.25,
  decomposition: "elementwise"
};

/** Returns what methods need to explain a toy at x. */
export async function taskOf(
  toy: Toy,
  x: readonly number[],
  {
    baseline = x.map(() => 0),
    players = x.map((_, index) => [index]),
    ...given
  }: Partial<Settings> & {readonly baseline?: readonly number[]; readonly players?: Players} = {}
): Promise<Task> {
  const backend = await createReference({weights: new Map()});
  const weights = new Map<string, Tensor>();
  const layer: Layer = (node, rows, bias) => {
    const feed = (shape: readonly number[], numbers: readonly number[]): Node => {
      const name = `weight ${weights.size}`;
      weights.set(name, {shape, data: Float64Array.from(numbers)});
      return input(name, shape);
    };
    const [out, width] = [rows.length, rows[0]!.length];
    return linear(node, feed([out, width], rows.flat()), bias && feed([out], bias));
  };
  const here = input("x", ["B", x.length]);
  const there = input("x0", ["B", x.length]);
  const value = reshape(toy(here, layer), ["B"]);
  const run = async (
    outputs: Readonly<Record<string, Node>>,
    feeds: readonly (readonly [string, readonly Float64Array[]])[]
  ): Promise<Map<string, Tensor>> => {
    const rows = feeds[0]![1].length;
    const given = feeds.map(([name, list]): [string, Tensor] => [
      name,
      {shape: [rows, x.length], data: Float64Array.from(list.flatMap((row) => [...row]))}
    ]);
    return (await backend.compile(outputs)).run(new Map([...weights, ...given]), {B: rows});
  };
  const target: Target = {
    embeddings: [Float64Array.from(x)],
    width: 1,
    async values(inputs) {
      const found = await run({value}, [["x", inputs.map(([row]) => row!)]]);
      return [...found.get("value")!.data];
    },
    async walks(rules: Rules, feeds) {
      const twins = rules.compares ? new Map([[here, there]]) : new Map<Node, Node>();
      const walked = backward([value], [here], rules.table(), {twins});
      const rows = feeds.map((feed) => feed.rows[0]!);
      const others = feeds.map((feed) => (feed.other ?? feed.rows)[0]!);
      const found = await run(
        {
          value: walked.roots[0]!,
          flow: walked.flows[0]!,
          ...(rules.compares ? {other: walked.twins[0]!} : {})
        },
        [
          ["x", rows],
          ["x0", others]
        ]
      );
      const flow = Float64Array.from(found.get("flow")!.data);
      return feeds.map((_, row) => ({
        value: found.get("value")!.data[row]!,
        other: found.get("other")?.data[row] ?? NaN,
        flow: [flow.slice(row * x.length, (row + 1) * x.length)],
        rest: 0,
        sites: new Map()
      }));
    }
  };
  const absent: Embeddings = [Float64Array.from(baseline)];
  return {
    target,
    baselines: {name: "toy", sets: [absent]},
    players,
    settings: {...settings, ...given},
    // Rules of relevance leave their notice with the meter, Owen values look for the text's words: here are none.
    inside: {
      meter: {forwards: 0, backwards: 0},
      encoded: {tokens: [], decoderTokens: []} as unknown as Encoded
    } as unknown as Task["inside"]
  };
}

/** Returns one score per number. */
export async function scored(method: Method, task: Task): Promise<number[]> {
  return (await method(task)).rows.map((row) => row.reduce((sum, x) => sum + x, 0));
}
