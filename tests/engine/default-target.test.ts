/** What is explained unless the caller says: a number that does not change when all logits move together. */
import {describe, expect, test} from "vitest";
import {attributionMethods, loadModel} from "../../packages/engine/src/index.ts";
import type {AttributionMethod, Model, ModelInput} from "../../packages/engine/src/index.ts";
import {inputOf} from "./architecture-laws.ts";
import {difference} from "./numbers.ts";
import type {Expected} from "./numbers.ts";
import {fixture, json} from "./oracle.ts";
import {shiftedHead} from "./shifted-head.ts";

/** Every family with an output matrix of its own. */
const untied = [
  "gpt-neox-parallel",
  "gptj",
  "granite",
  "llama",
  "mistral",
  "mt5",
  "olmo2",
  "phi",
  "phi3",
  "qwen2",
  "qwen3",
  "smollm3",
  "stablelm",
  "t5-gated-untied",
  "bert-sequence",
  "distilbert-sequence",
  "electra",
  "roberta-sequence"
];

/** `lrp` divides by logit + ε in the output matrix, which a shift of the logits changes (docs/methods.md). */
const unlawful: ReadonlySet<AttributionMethod> = new Set<AttributionMethod>(["lrp"]);

const few = {steps: 4, samples: 4} as const;

async function both(
  name: string,
  work: (model: Model, input: ModelInput) => Promise<readonly number[]>
): Promise<number> {
  const expected = json<Expected>(`architectures/${name}/expected.json`);
  const whole = inputOf(expected) as {
    readonly ids: readonly number[];
    readonly types?: readonly number[];
  };
  const input = {
    ...whole,
    ids: whole.ids.slice(0, 5),
    ...(whole.types ? {types: whole.types.slice(0, 5)} : {})
  };
  const found: (readonly number[])[] = [];
  for (const folder of [fixture(`architectures/${name}`), shiftedHead(name, 3)]) {
    const model = await loadModel(folder, {dtype: "float64"});
    found.push(await work(model, input));
    model.dispose();
  }
  expect(found[0]!.some((value) => value !== 0)).toBe(true);
  return difference(found[1]!, found[0]!);
}

describe("one vector added to every row of the output matrix changes no default result", () => {
  test.each(untied)("%s: the default map, patching, ablation, conductance", async (name) => {
    const gap = await both(name, async (model, input) => {
      const {ids} = input as {readonly ids: readonly number[]};
      const map = await model.explain(input);
      const ablated = await model.ablate(input, {layers: [0]});
      const through = await model.conductance(input, {steps: 2});
      const patched = await model.patch(input, {
        ...(input as object),
        ids: [...ids.slice(0, -2), 7, ids.at(-1)!]
      });
      return [map, ablated, through, patched].flatMap((answer): readonly number[] =>
        "scores" in answer
          ? [...answer.scores, answer.target.value]
          : "effects" in answer
            ? answer.effects.flat()
            : "units" in answer
              ? answer.values.flat()
              : [...answer.values.flat(), answer.clean, answer.corrupt]
      );
    });
    expect(gap).toBeLessThan(1e-5);
  });

  test.each(["llama", "gptj", "bert-sequence"])(
    "%s: every method whose rule allows it",
    async (name) => {
      for (const method of attributionMethods) {
        const gap = await both(
          name,
          async (model, input) => (await model.explain(input, {...few, method})).scores
        );
        if (unlawful.has(method)) expect(gap, method).toBeLessThan(1e-2);
        else expect(gap, method).toBeLessThan(1e-5);
      }
    }
  );

  test("a map of a logit changes", async () => {
    const gap = await both(
      "llama",
      async (model, input) => (await model.explain(input, {of: "logit", signs: false})).scores
    );
    expect(gap).toBeGreaterThan(0.1);
  });
});

test.each(["llama", "t5-gated-untied", "roberta-sequence", "electra"])(
  "%s: what a part writes towards tokens does not change either, nor do scores",
  async (name) => {
    const gap = await both(name, async (model, input) => {
      const {promotes} = await model.writes(input, {site: "head", layer: 0, head: 1, top: 1e6});
      const scores = name === "llama" ? (await model.score(input)).scores : [];
      return [
        ...promotes.map(({logit}) => logit),
        ...promotes.map(({id}) => id),
        ...scores.flatMap((score) => (score ? [score.logprob, score.entropy] : []))
      ];
    });
    // The moved matrix is stored in float32.
    expect(gap).toBeLessThan(1e-6);
  }
);
