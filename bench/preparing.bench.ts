/**
 * What a question's programs take to prepare, and the question to answer, on a published model in Node: processor time,
 * which others on the machine do not change, and numbers of operations, which nothing changes. A row for each method of
 * attribution and each other question, every one in a session that has prepared nothing.
 */
import {attributionMethods, loadModel} from "@ecco/engine";
import type {CommonOptions, Model} from "@ecco/engine";
import {bench, describe} from "vitest";
import {absent, smollm2File} from "../tests/real/models.ts";

const prompt = "The capital of France is";
const corrupt = "The capital of Italy is";
const target = " Paris";
const steps = 10;
const samples = 20;

type Ask = (model: Model, told: CommonOptions) => Promise<unknown>;

/** What a method needs beside its name here, so that each takes a few seconds at most. */
const usual = {target, steps, samples, layer: 15} as const;
const methods = attributionMethods.map((method): readonly [string, Ask] => [
  `explain, ${method}`,
  (model, told) => {
    const {layer, ...rest} = usual;
    return model.explain(prompt, {
      method,
      ...rest,
      ...(method.includes("grad-cam") ? {layer} : {}),
      ...told
    });
  }
]);
const questions: readonly (readonly [string, Ask])[] = [
  ["candidates", (model, told) => model.candidates(prompt, told)],
  ["generate, 8 tokens", (model, told) => model.generate(prompt, told)],
  ["score", (model, told) => model.score(prompt, told)],
  ...methods,
  ["lens, whole grid", (model, told) => model.lensGrid(prompt, told)],
  ["direct logits", (model, told) => model.directLogits(prompt, {target, ...told})],
  ["conductance", (model, told) => model.conductance(prompt, {target, steps, ...told})],
  ["patching", (model, told) => model.patch(prompt, corrupt, {target, ...told})],
  ["ablation", (model, told) => model.ablate(prompt, {target, ...told})]
];

const processor = (): number => {
  const {user, system} = process.cpuUsage();
  return (user + system) / 1e6;
};

const rows: string[] = [];

/** Asks twice in a new session, and notes what was prepared and what both took, in seconds of processor time. */
async function measure(name: string, ask: Ask): Promise<void> {
  const model = await loadModel(smollm2File, {backend: "onnx", threads: 1});
  // The weights are decoded with the first question, whatever it is.
  await model.run({ids: [1, 2]}, {capture: ["layers.0.residual"]});
  const parts: string[] = [];
  let preparing = 0;
  let began = 0;
  const start = processor();
  await ask(model, {
    preparing({what, nodes, done}) {
      if (!done) began = processor();
      else {
        preparing += processor() - began;
        parts.push(`${what} ${nodes}`);
      }
    }
  });
  const first = processor() - start;
  const again = processor();
  await ask(model, {});
  const warm = processor() - again;
  model.dispose();
  const numbers = [preparing, first, warm].map((seconds) => seconds.toFixed(2));
  rows.push(`| ${[name, parts.join(", "), ...numbers].join(" | ")} |`);
  if (rows.length < questions.length) return;
  const head = "| question | nodes | preparing, s | first answer, s | next answer, s |";
  console.log([head, ...rows, `${process.resourceUsage().maxRSS / 1e3} MB at most`].join("\n"));
}

if (absent) {
  console.log(absent);
  describe.skip(absent, () => bench("nothing", () => {}));
} else {
  const asked = new Set<string>();
  describe("SmolLM2 in Node: preparing and answering", () => {
    for (const [name, ask] of questions)
      bench(
        name,
        async () => {
          // Whatever calls it again: the first time is what is asked for.
          if (asked.has(name)) return;
          asked.add(name);
          await measure(name, ask);
        },
        {iterations: 1, time: 0, warmupIterations: 0, warmupTime: 0}
      );
  });
}
