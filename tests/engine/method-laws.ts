/** What attribution must keep on every architecture and backend: every method runs, adds up, and says the same. */
import {expect, test} from "vitest";
import {attributionMethods, loadModel} from "../../packages/engine/src/index.ts";
import type {AttributionMethod, BackendName, ModelInput} from "../../packages/engine/src/index.ts";
import {eachModel, note} from "../replay/replay.ts";
import {architectureNames} from "./architecture-laws.ts";
import type {Oracle} from "./architecture-laws.ts";
import {difference} from "./numbers.ts";
import type {Expected} from "./numbers.ts";

/** Methods whose scores add up to what the target changed by, whatever the model. */
const complete: ReadonlySet<AttributionMethod> = new Set<AttributionMethod>([
  "deeplift",
  "deeplift-shap",
  "shapley",
  "kernel-shap",
  "owen"
]);

/** Architectures whose fixtures have no biases: there relevance has nowhere to be lost. */
const unbiased: ReadonlySet<string> = new Set([
  "gemma",
  "gemma2",
  "gemma3",
  "gemma3-images",
  "granite",
  "llama",
  "llama-yarn",
  "llama3-rope",
  "ministral",
  "mistral",
  "mt5",
  "olmo2",
  "phi3",
  "phi3-longrope",
  "qwen3",
  "smollm3",
  "t5",
  "t5-gated-untied"
]);

/** Whole where the end of the text is what a classifier reads, else few tokens: the laws are the same for all. */
function shortened(expected: Expected, name: string): ModelInput {
  const whole = name === "bart-sequence";
  const cut = (ids: readonly number[], count: number) => (whole ? ids : ids.slice(0, count));
  const {decoder_input_ids: decoder, token_type_ids: types} = expected;
  return {
    ids: cut(expected.input_ids, 4),
    ...(decoder && !whole ? {decoderIds: cut(decoder, 2)} : {}),
    ...(types ? {types: cut(types, 4)} : {})
  };
}

/** Registers one test per architecture: all methods, on this backend and in float64. */
export function methodLaws(
  backend: BackendName,
  {fixture, json}: Pick<Oracle, "fixture" | "json">,
  names: readonly string[] = architectureNames
): void {
  eachModel("methods", backend, names, (name) => {
    test("every method says what it says in float64", async ({task}) => {
      const expected = await json<Expected>(`architectures/${name}/expected.json`);
      const input = shortened(expected, name);
      const [exact, fast] = await Promise.all(
        [
          {backend: "reference", dtype: "float64"} as const,
          {backend, dtype: "float32"} as const
        ].map((options) => loadModel(fixture(`architectures/${name}`), options))
      );
      for (const method of attributionMethods) {
        // Four of everything: batches of one size share one program.
        const options = {method, target: expected.target.id, baseline: "#5", steps: 4, samples: 4};
        const [want, got] = [
          await exact!.explain(input, options),
          await fast!.explain(input, options)
        ];
        expect(want.scores.length, method).toBe(want.tokens.length);
        // Enormous numbers may cancel in a score: float32 keeps digits of them, not of what is left.
        const size = Math.hypot(...want.norms);
        expect(Number.isFinite(size), method).toBe(true);
        const gap = difference(got.scores, want.scores, true);
        note(task.meta, method, gap / Math.max(size, Number.MIN_VALUE), 1e-3);
        expect(gap, method).toBeLessThanOrEqual(1e-3 * size);
        if (complete.has(method)) {
          const change = Math.max(1, Math.abs(want.change!));
          expect(Math.abs(want.delta!), `${method} adds up`).toBeLessThan(1e-9 * change);
          expect(Math.abs(got.delta!), `${method} adds up in float32`).toBeLessThan(1e-4 * change);
        }
        if (method === "cp-lrp" && unbiased.has(name))
          expect(Math.abs(want.delta!), "nothing is lost without biases").toBeLessThan(1e-9);
      }
      // In loops: elsewhere batches of other sizes are programs of their own, which cost a second each.
      if (backend === "onnx") {
        const {delta, change} = await exact!.explain(input, {
          method: "integrated-gradients",
          target: expected.target.id,
          baseline: "#5",
          steps: 32,
          accuracy: 0.02
        });
        expect(Math.abs(delta!), "the integral comes to the change").toBeLessThanOrEqual(
          0.02 * Math.abs(change!)
        );
      }
      exact!.dispose();
      fast!.dispose();
    });
  });
}
