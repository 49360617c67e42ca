/**
 * Explanations of a published model against loops that ask for one thing at a time, as most tools do: of the same runs,
 * in the same session. Times of the Python peers stand in README.md.
 */
import {loadModel} from "@ecco/engine";
import type {ExplainOptions, Model} from "@ecco/engine";
import {bench, describe} from "vitest";
import {absent, smollm2File} from "../tests/real/models.ts";

const short = "Heathrow airport is located in the old city of London";
const long =
  "The old lighthouse stands at the end of the pier. It was built by hand. Sailors trust its light. Storms have " +
  "broken its windows twice. The keeper lives upstairs with a grey cat. Every night he winds the clock. In winter " +
  "the sea freezes near the rocks, and the ships wait in";

const once = {iterations: 2, time: 0, warmupIterations: 1, warmupTime: 0} as const;

const single = {...once, iterations: 1, warmupIterations: 0} as const;

/** Registers one comparison for each explanation of this text. */
async function compare(model: Model, text: string): Promise<void> {
  const ids = model.tokenize(text).map(({id}) => id);
  const what = `SmolLM2 in Node, ${ids.length} tokens`;
  const input = {ids};
  const ours = (options: ExplainOptions) => async () => void (await model.explain(input, options));
  /** So many runs, one after the other. */
  const loop = (count: number, options?: ExplainOptions) => async () => {
    for (let at = 0; at < count; at++) {
      // Another token each time: nothing is answered from memory.
      const asked = {ids: ids.with(at % ids.length, (ids[at % ids.length]! + at + 1) % 40_000)};
      await (options ? model.explain(asked, options) : model.candidates(asked, {top: 1}));
    }
  };
  const target = "#260";

  describe(`${what}: one run`, () => {
    bench("forward", loop(1), {...once, iterations: 10});
    bench("forward and gradient", ours({method: "saliency", target}), {...once, iterations: 10});
  });
  describe(`${what}: integrated gradients, 50 steps`, () => {
    bench("ours", ours({method: "integrated-gradients", steps: 50, target}), once);
    bench("50 gradients in a loop", loop(50, {method: "saliency", target}), single);
  });
  describe(`${what}: occlusion of every token`, () => {
    bench("ours", ours({method: "occlusion", target}), once);
    bench("a loop of forwards", loop(ids.length + 2), single);
  });
  const unit = text === short ? "word" : "sentence";
  const by = {method: "shapley", unit, target} as const;
  const {errors, provenance} = await model.explain(text, by);
  // Beyond ten players it would sample.
  if (errors !== null) throw new Error("these are drawn, not exact");
  describe(`${what}: exact Shapley values`, () => {
    bench(`ours, by ${unit}`, async () => void (await model.explain(text, by)), once);
    bench(`a loop of ${provenance.forwards} forwards`, loop(provenance.forwards), single);
  });
  describe(`${what}: lens and direct logit attribution`, () => {
    bench("forward", loop(1), once);
    bench("lens at the last position", async () => void (await model.lens(input)), once);
    bench("lens, whole grid", async () => void (await model.lensGrid(input)), once);
    bench("direct logits by layer", async () => void (await model.directLogits(input)), once);
    bench(
      "direct logits by neuron",
      async () => void (await model.directLogits(input, {by: "neuron"})),
      once
    );
  });
  describe(`${what}: residual stream patched, 31 states × ${ids.length} positions`, () => {
    const corrupt = {ids: ids.with(0, 504)};
    const cells = model.info.layers + 1;
    bench("ours, exact", async () => void (await model.patch(input, corrupt, {target})), once);
    bench(
      "ours, exact and first order",
      async () => void (await model.patch(input, corrupt, {target, gradient: true})),
      once
    );
    // Where both runs agree there is nothing to run: ours leaves those cells out.
    bench(`a loop of ${cells * ids.length} forwards`, loop(cells * ids.length), single);
  });
}

if (absent) {
  console.log(absent);
  describe.skip(absent, () => bench("nothing", () => {}));
} else {
  const model = await loadModel(smollm2File, {backend: "onnx"});
  for (const text of [short, long]) await compare(model, text);
}
