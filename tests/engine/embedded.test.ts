import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {loadModel} from "../../packages/engine/src/index.ts";
import type {Model} from "../../packages/engine/src/index.ts";
import {difference, json} from "./oracle.ts";

interface Next {
  readonly id: number;
  readonly probability: number;
}
interface Prompt {
  readonly prompt: string;
  readonly ids: readonly number[];
  readonly next?: readonly Next[];
  readonly masks?: readonly {readonly position: number; readonly next: readonly Next[]}[];
  readonly greedy?: readonly number[];
  readonly lens?: readonly {
    readonly layer: number;
    readonly norm: number;
    readonly raw: number;
    readonly top: string;
  }[];
  readonly attribution: {
    readonly value: number;
    readonly saliency_l2: readonly number[];
    readonly input_x_gradient: readonly number[];
    readonly integrated_gradients_50: readonly number[];
    readonly baseline_value: number;
    readonly delta: number;
  };
}

/**
 * Float64 in the reference, float32 elsewhere; T5's integrated gradients from zero are ill-conditioned. critic's
 * values were made by modelling code that takes T5's norms and softmax in float32 whatever the rest is in (the tiny
 * T5 models under architectures/, where those casts were removed, agree to 1e-9).
 */
const tolerances = {
  reference: {probability: 1e-10, attribution: 1e-8, integrated: 1e-8},
  "reference critic": {probability: 1e-6, attribution: 1e-4, integrated: 1e-4},
  onnx: {probability: 1e-4, attribution: 1e-3, integrated: 1e-2}
} as const;

const runs: readonly (readonly [string, "reference" | "onnx", number])[] = [
  ["atlas", "reference", 1],
  ["cloze", "reference", 1],
  ["critic", "reference", 1],
  ["atlas", "onnx", Infinity],
  ["cloze", "onnx", Infinity],
  ["critic", "onnx", Infinity]
];

describe.each(runs)("%s on %s", (name, backend, count) => {
  const prompts = json<readonly Prompt[]>(`embedded/${name}.json`).slice(0, count);
  const {probability, attribution, integrated} =
    tolerances[backend === "reference" && name === "critic" ? "reference critic" : backend];
  let model: Model;
  beforeAll(async () => {
    model = await loadModel(name, {backend});
  });
  afterAll(() => model?.dispose());

  test.each(prompts)(
    "$prompt",
    async ({prompt, ids, next, masks, greedy, lens, attribution: want}) => {
      expect(model.tokenize(prompt).map(({id}) => id)).toEqual(ids);
      const lists = masks ?? [{position: undefined, next: next!}];
      for (const {position, next: list} of lists) {
        const found = await model.candidates(prompt, {
          top: list.length,
          ...(position === undefined ? {} : {position})
        });
        list.forEach(({id, probability: expected}, index) => {
          expect(
            Math.abs(found.top[index]!.probability - expected),
            `candidate ${id}`
          ).toBeLessThan(probability);
        });
      }
      if (greedy)
        expect(
          (await model.generate(prompt, {tokens: 8})).steps.map(({token}) => token.id)
        ).toEqual(greedy);
      const target = lists[0]!.next[0]!.id;
      for (const mode of lens ? (["norm", "raw"] as const) : []) {
        const {layers} = await model.lens(prompt, {mode, watch: [target]});
        expect(
          layers.slice(1).map(({watch}) => watch[0]!.rank),
          mode
        ).toEqual(lens!.map((layer) => layer[mode]));
        if (mode === "norm")
          expect(layers.slice(1).map(({top}) => top[0]!.text)).toEqual(lens!.map(({top}) => top));
      }
      expect(
        difference(
          (await model.explain(prompt, {method: "saliency", target})).scores,
          want.saliency_l2
        )
      ).toBeLessThan(attribution);
      expect(
        difference(
          (await model.explain(prompt, {method: "input-x-gradient", target})).scores,
          want.input_x_gradient
        )
      ).toBeLessThan(attribution);
      const whole = await model.explain(prompt, {
        method: "integrated-gradients",
        target,
        baseline: "zero"
      });
      expect(difference(whole.scores, want.integrated_gradients_50)).toBeLessThan(integrated);
      expect(Math.abs(whole.change! - (want.value - want.baseline_value))).toBeLessThan(1e-3);
      // What the view calls the delta is the sum's distance from the change, also where it is large.
      const sum = whole.scores.reduce((total, score) => total + score, 0);
      expect(Math.abs(whole.delta! - (sum - whole.change!))).toBeLessThan(1e-9);
      expect(Math.abs(whole.delta! - want.delta)).toBeLessThan(
        Math.max(5e-3, 2e-2 * Math.abs(want.delta))
      );
    }
  );
});

describe("critic's contrast", () => {
  const prompt =
    "sst2 sentence: I have a well-documented weakness for sci-fi and expected Dune to feed my soul. I didn't expect it to entirely blow my mind.";
  const contrast = {target: " negative", foil: " positive"};
  let model: Model;
  beforeAll(async () => {
    model = await loadModel("critic");
  });
  afterAll(() => model?.dispose());

  test("integrated gradients add up from the pad row and not from zero, and say so", async () => {
    const pad = await model.explain(prompt, {
      ...contrast,
      method: "integrated-gradients",
      baseline: "pad"
    });
    expect(pad.target.value).toBeCloseTo(2.06, 2);
    expect(Math.abs(pad.delta!)).toBeLessThan(0.05);
    const zero = await model.explain(prompt, {
      ...contrast,
      method: "integrated-gradients",
      baseline: "zero"
    });
    expect(Math.abs(zero.delta!)).toBeGreaterThan(5);
  });

  test("occlusion by the unknown token names weak first", async () => {
    const {scores, tokens} = await model.explain(prompt, {
      ...contrast,
      method: "occlusion",
      baseline: "<unk>"
    });
    const top = scores.indexOf(Math.max(...scores));
    expect(tokens[top]!.text).toBe(" weak");
    expect(scores[top]).toBeCloseTo(1.07, 2);
  });
});
