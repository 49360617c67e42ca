/** What a run takes is counted from the graph, and bounds how many rows go together. */
import {afterEach, expect, test} from "vitest";
import {buildGraph} from "../../packages/engine/src/architectures/index.ts";
import type {Backend} from "../../packages/engine/src/backends/backend.ts";
import {createOnnx} from "../../packages/engine/src/backends/onnx/index.ts";
import {explain} from "../../packages/engine/src/explain/attribution/explain.ts";
import {operationsOf} from "../../packages/engine/src/explain/operations.ts";
import {Session} from "../../packages/engine/src/explain/session.ts";
import {input, linear, matmul, relu, reshape} from "../../packages/engine/src/graph/ops.ts";
import {openSource} from "../../packages/engine/src/sources/index.ts";

test("products count two for each pair of numbers, other steps a hundred for each result, names for it nothing", () => {
  const x = input("x", ["B", "T", 4]);
  const y = linear(x, input("w", [6, 4]));
  expect(operationsOf({y})({B: 2, T: 5})).toBe(2 * 2 * 5 * 6 * 4);
  const scores = matmul(y, y, {transposeB: true, alpha: 0.5});
  const both = {scores: relu(scores), parts: reshape(y, ["B", "T", 2, 3])};
  const products = 2 * 2 * 5 * 6 * 4 + 2 * 2 * 5 * 5 * 6;
  expect(operationsOf(both)({B: 2, T: 5})).toBe(products + 100 * 2 * 5 * 5);
  const across = matmul(y, y, {transposeA: true});
  expect(operationsOf({across})({B: 2, T: 5})).toBe(2 * 2 * 5 * 6 * 4 + 2 * 2 * 6 * 6 * 5);
});

let session: Session | undefined;
afterEach(() => {
  session?.dispose();
  session = undefined;
});

/** Returns atlas on a backend of this speed, and the number of rows of each run. */
async function atlas(operationsPerSecond: number): Promise<readonly [Session, number[]]> {
  const {config, weights, tokenizer} = await openSource("atlas");
  const onnx = await createOnnx({weights});
  const rows: number[] = [];
  const backend: Backend = {
    ...onnx,
    operationsPerSecond,
    async compile(outputs, waiting) {
      const program = await onnx.compile(outputs, waiting);
      return {
        ...program,
        run(feeds, dims, signal) {
          rows.push(dims.B!);
          return program.run(feeds, dims, signal);
        }
      };
    }
  };
  const known = config as Readonly<Record<string, unknown>>;
  session = new Session({
    ...buildGraph(known, weights),
    weights,
    tokenizer,
    config: known,
    backend,
    fallback: () => Promise.resolve(null)
  });
  return [session, rows];
}

test("what takes longer than a second at once is asked in parts, the same parts each time, with the same answer", async () => {
  const asked = async (speed: number) => {
    const [model, rows] = await atlas(speed);
    const options = {method: "occlusion", target: " Paris"} as const;
    const meter = {forwards: 0, backwards: 0};
    const {scores} = await explain(model, "The Eiffel Tower is in the city of", options, meter);
    expect(rows.reduce((sum, count) => sum + count, 0)).toBe(meter.forwards);
    return {scores, rows};
  };
  const fast = await asked(1e12);
  const slow = await asked(1);
  // One run says how likely the target is; the text and each text without a token go together.
  expect(fast.rows).toEqual([1, fast.scores.length + 1]);
  expect(slow.rows).toEqual(fast.scores.map(() => 1).concat(1, 1));
  slow.scores.forEach((score, at) => expect(score).toBeCloseTo(fast.scores[at]!, 4));
  const [{rows: some}, {rows: again}] = [await asked(6e8), await asked(6e8)];
  expect(some).toEqual(again);
  expect(some.length).toBeGreaterThan(1);
  expect(some.length).toBeLessThan(slow.rows.length);
});
