/** What the embedded models must say on every backend: the reference implementation's numbers. */
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {loadModel} from "../../packages/engine/src/index.ts";
import type {BackendName, Model} from "../../packages/engine/src/index.ts";
import atlas from "../fixtures/embedded/atlas.json";
import cloze from "../fixtures/embedded/cloze.json";
import critic from "../fixtures/embedded/critic.json";
import {difference} from "./numbers.ts";

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

const fixtures = {atlas, cloze, critic} satisfies Record<string, readonly Prompt[]>;
type Name = keyof typeof fixtures;
const names = Object.keys(fixtures) as Name[];

interface Tolerance {
  readonly probability: number;
  readonly attribution: number;
  readonly integrated: number;
}

/** float32; T5's integrated gradients from zero are ill-conditioned. */
const single: Tolerance = {probability: 1e-4, attribution: 1e-3, integrated: 1e-2};
const double: Tolerance = {probability: 1e-10, attribution: 1e-8, integrated: 1e-8};
/**
 * critic's values were made by modelling code that takes T5's norms and softmax in float32 whatever the rest is in
 * (the tiny T5 models under architectures/, where those casts were removed, agree to 1e-9).
 */
const mixed: Tolerance = {probability: 1e-6, attribution: 1e-4, integrated: 1e-4};

const tolerances: {readonly [B in BackendName]: {readonly [N in Name]: Tolerance}} = {
  reference: {atlas: double, cloze: double, critic: mixed},
  onnx: {atlas: single, cloze: single, critic: single},
  webgpu: {atlas: single, cloze: single, critic: single}
};

/**
 * Registers the tests of each embedded model's first *count* prompts on one backend; `models` as in loadModel's options.
 * *integrates* says of which models integrated gradients are asked too; of all, unless said.
 */
export function embeddedLaws(
  backend: BackendName,
  count: number,
  models?: string,
  integrates: (name: string) => boolean = () => true
): void {
  describe.each(names)(`%s on ${backend}`, (name) => {
    const {probability, attribution, integrated} = tolerances[backend][name];
    let model: Model;
    beforeAll(async () => {
      model = await loadModel(name, {backend, ...(models === undefined ? {} : {models})});
      expect(model.info.backend).toBe(backend);
    });
    afterAll(() => model?.dispose());
    const prompts: readonly Prompt[] = fixtures[name];

    test.each(prompts.slice(0, count))(
      "$prompt",
      async (expected) => {
        const {prompt, ids, greedy, lens, attribution: want} = expected;
        expect(model.tokenize(prompt).map(({id}) => id)).toEqual(ids);
        const lists = expected.masks ?? [{position: undefined, next: expected.next!}];
        for (const {position, next} of lists) {
          const found = await model.candidates(prompt, {
            top: next.length,
            ...(position === undefined ? {} : {position})
          });
          expect(found.top[0]!.id).toBe(next[0]!.id);
          next.forEach(({id, probability: likely}, index) => {
            const gap = Math.abs(found.top[index]!.probability - likely);
            expect(gap, `candidate ${id}`).toBeLessThan(probability);
          });
        }
        if (greedy) {
          const {steps} = await model.generate(prompt, {tokens: 8, stopAtEnd: false});
          expect(steps.map(({token}) => token.id)).toEqual(greedy);
        }

        const target = lists[0]!.next[0]!.id;
        for (const mode of lens ? (["norm", "raw"] as const) : []) {
          const {layers} = await model.lens(prompt, {mode, watch: [target]});
          const ranks = layers.slice(1).map(({watch}) => watch[0]!.rank);
          expect(ranks, mode).toEqual(lens!.map((layer) => layer[mode]));
          if (mode === "norm")
            expect(layers.slice(1).map(({top}) => top[0]!.text)).toEqual(lens!.map(({top}) => top));
        }

        for (const [method, scores] of [
          ["saliency", want.saliency_l2],
          ["input-x-gradient", want.input_x_gradient]
        ] as const) {
          const found = await model.explain(prompt, {method, of: "logit", signs: false, target});
          expect(difference(found.scores, scores), method).toBeLessThan(attribution);
        }
        if (!integrates(name)) return;
        const whole = await model.explain(prompt, {
          method: "integrated-gradients",
          of: "logit",
          signs: false,
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
        // Fifty gradients of a review in float64 loops take most of a minute.
      },
      600_000
    );
  });
}
