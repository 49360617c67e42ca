/** Whole models in WebAssembly, against the numbers of the reference implementation. */
import {describe, expect, test} from "vitest";
import {loadModel} from "../../packages/engine/src/index.ts";
import expected from "../fixtures/embedded/atlas.json";
import cloze from "../fixtures/embedded/cloze.json";
import critic from "../fixtures/embedded/critic.json";

interface Prompt {
  readonly prompt: string;
  readonly next?: readonly Next[];
  readonly masks?: readonly {readonly position: number; readonly next: readonly Next[]}[];
  readonly attribution: {
    readonly saliency_l2: readonly number[];
    readonly input_x_gradient: readonly number[];
  };
}
interface Next {
  readonly id: number;
  readonly probability: number;
}

const prompts: readonly (readonly [string, Prompt])[] = [
  ["atlas", expected[0]!],
  ["cloze", cloze[0]!],
  ["critic", critic[0]!]
];

describe("whole models in WebAssembly", () => {
  test.each(prompts)(
    "%s: candidates and attributions are the reference implementation's",
    async (name, {prompt, next, masks, attribution}) => {
      const model = await loadModel(name, {
        backend: "onnx",
        models: new URL("/models/", location.href)
      });
      expect(model.info.backend).toBe("onnx");
      const list = next ?? masks![0]!.next;
      const {top} = await model.candidates(prompt, {top: list.length});
      list.forEach(({id, probability}, index) => {
        expect(top[index]!.id).toBe(id);
        expect(Math.abs(top[index]!.probability - probability)).toBeLessThan(1e-4);
      });
      for (const [method, scores] of [
        ["saliency", attribution.saliency_l2],
        ["input-x-gradient", attribution.input_x_gradient]
      ] as const) {
        const found = (await model.explain(prompt, {method, target: list[0]!.id})).scores;
        const top = Math.max(...scores.map(Math.abs));
        expect(
          Math.max(...scores.map((score, index) => Math.abs(score - found[index]!))) / top,
          method
        ).toBeLessThan(1e-3);
      }
      model.dispose();
    }
  );
});
