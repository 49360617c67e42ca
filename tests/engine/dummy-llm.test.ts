/** Captum's transformer without a download (DummyLLM of its test_llm_attr.py), and the answers its tests state. */
import {beforeAll, expect, test} from "vitest";
import {attend, splitHeads} from "../../packages/engine/src/architectures/parts/attention.ts";
import {Sites} from "../../packages/engine/src/architectures/parts/sites.ts";
import type {Backend, Tensor} from "../../packages/engine/src/backends/backend.ts";
import {createReference} from "../../packages/engine/src/backends/reference/index.ts";
import {occlusion} from "../../packages/engine/src/explain/attribution/methods/occlusion.ts";
import {shapley} from "../../packages/engine/src/explain/attribution/methods/shapley.ts";
import type {Method, Task} from "../../packages/engine/src/explain/attribution/methods/method.ts";
import type {Embeddings} from "../../packages/engine/src/explain/attribution/target.ts";
import type {Node} from "../../packages/engine/src/graph/node.ts";
import {
  add,
  input,
  layerNorm,
  linear,
  logSoftmax,
  relu,
  slice
} from "../../packages/engine/src/graph/ops.ts";
import {difference} from "./numbers.ts";
import {taskOf} from "./toy.ts";

const [WIDTH, HEADS, INNER, TOKENS] = [10, 2, 2048, 256];

/** Every array begins anew: x ← (16843009 x + 3014898611) mod 2³², from 1. */
function filled(shape: readonly number[]): Tensor {
  let x = 1;
  const count = shape.reduce((product, length) => product * length, 1);
  const data = Float64Array.from({length: count}, () => {
    x = (Math.imul(16843009, x) + 3014898611) >>> 0;
    return Math.fround(x / 2 ** 32);
  });
  return {shape, data};
}

const weights = new Map<string, Tensor>();
const weight = (name: string, shape: readonly number[], tensor: Tensor = filled(shape)): Node => {
  weights.set(name, tensor);
  return input(name, shape);
};
const all = (value: number, length: number): Tensor => ({
  shape: [length],
  data: new Float64Array(length).fill(value)
});

/** One block with norms behind its parts, no positions and no mask; log-probabilities [B, T, V]. */
function dummy(x: Node): Node {
  const fused = linear(x, weight("in", [3 * WIDTH, WIDTH]));
  const part = (index: number): Node =>
    splitHeads(slice(fused, 2, index * WIDTH, (index + 1) * WIDTH), HEADS, WIDTH / HEADS);
  const mixed = attend({
    query: part(0),
    key: part(1),
    value: part(2),
    scale: 1 / Math.sqrt(WIDTH / HEADS),
    biases: [],
    sites: new Sites(false),
    site: "attention"
  });
  const norm = (of: Node): Node =>
    layerNorm(
      of,
      weight("one", [WIDTH], all(1, WIDTH)),
      weight("zero", [WIDTH], all(0, WIDTH)),
      1e-5
    );
  const attended = norm(add(x, linear(mixed, weight("out", [WIDTH, WIDTH]))));
  const hidden = relu(linear(attended, weight("up", [INNER, WIDTH])));
  const fed = norm(add(attended, linear(hidden, weight("down", [WIDTH, INNER]))));
  const bias = weight("bias", [TOKENS], all(0.5, TOKENS));
  return logSoftmax(linear(fed, weight("head", [TOKENS, WIDTH]), bias));
}

const idOf = (word: string): number => (word === "" ? 1 : word.charCodeAt(0));
const prompt = [0, ...["a", "b", "c", "d", "e", "f"].map(idOf)];
const answer = ["m", "n", "o", "p", "q"].map(idOf);
/** Where the template's blanks are. */
const players = [[1], [3], [4], [6]];
const table = filled([TOKENS, WIDTH]).data;
const rowsOf = (ids: readonly number[]): Float64Array =>
  Float64Array.from(ids.flatMap((id) => Array.from(table.subarray(id * WIDTH, (id + 1) * WIDTH))));

let backend: Backend;
beforeAll(async () => {
  backend = await createReference({weights: new Map()});
});

/** Log-probabilities of the answer's tokens: each is read behind those before it, in a run of its own. */
async function answered(rows: Float64Array): Promise<number[]> {
  const program = await backend.compile({scores: dummy(input("x", ["B", "T", WIDTH]))});
  const found: number[] = [];
  for (const [index, id] of answer.entries()) {
    const data = Float64Array.from([...rows, ...rowsOf(answer.slice(0, index))]);
    const length = data.length / WIDTH;
    const feeds = new Map([...weights, ["x", {shape: [1, length, WIDTH], data}] as const]);
    const {scores} = Object.fromEntries(await program.run(feeds, {B: 1, T: length}));
    found.push(scores!.data[(length - 1) * TOKENS + id]!);
  }
  program.dispose();
  return found;
}

/** Returns one score a blank: of the whole answer, or of one of its tokens. */
async function scoresOf(method: Method, token?: number): Promise<readonly number[]> {
  const task = await taskOf((x) => x, [0]);
  const read = async (rows: Float64Array): Promise<number> => {
    const found = await answered(rows);
    return token === undefined ? found.reduce((sum, x) => sum + x, 0) : found[token]!;
  };
  const known: Task = {
    ...task,
    players,
    baselines: {name: "the empty string", sets: [[rowsOf(prompt.map(() => 1))]]},
    target: {
      ...task.target,
      embeddings: [rowsOf(prompt)],
      width: WIDTH,
      values: (inputs: readonly Embeddings[]) => Promise.all(inputs.map(([rows]) => read(rows!)))
    }
  };
  const {shares, rows} = await method(known);
  return shares ?? players.map(([at]) => rows[at!]![0]!);
}

/** Captum's tests allow 0.001 of these four digits. */
const near = (got: readonly number[], want: readonly number[]): void =>
  expect(difference(got, want, true), got.join(", ")).toBeLessThan(1e-4);

test("ablation: the answer whole, and token by token", async () => {
  near(await scoresOf(occlusion), [-0.0007, -0.0031, -0.0126, 0.0102]);
  const rows = [
    [0.0075, 0.0007, -0.0006, 0.001],
    [-0.0062, -0.0073, -0.0079, -0.0003],
    [-0.002, -0.005, -0.0056, -0.0011],
    [0.0113, 0.0034, 0.0006, 0.0047],
    [-0.0112, 0.005, 0.0009, 0.0058]
  ];
  for (const [token, want] of rows.entries()) near(await scoresOf(occlusion, token), want);
});

test("Shapley values: the answer whole, which its tokens add up to", async () => {
  const whole = await scoresOf(shapley);
  near(whole, [0.0021, -0.0047, -0.0193, 0.0302]);
  const tokens = await Promise.all(answer.map((_, token) => scoresOf(shapley, token)));
  const sums = players.map((_, player) => tokens.reduce((sum, row) => sum + row[player]!, 0));
  expect(difference(sums, whole, true)).toBeLessThan(1e-12);
});
