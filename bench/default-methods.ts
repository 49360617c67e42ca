/**
 * Which method a kind of model should be explained by unless the caller says: completeness and faithfulness of each, on
 * the models at hand. `node bench/default-methods.ts` prints the table of docs/methods.md.
 *
 * Faithfulness: what f loses without the tokens a map names first, less what it loses with them alone, as a share of what
 * it loses without any; the mean over shares of 10, 20 and 50 %. f is the log-probability of the most probable token. The judge takes tokens out in five ways (the mean row,
 * zeros, three prompts of random tokens), so that no method is judged by its own baseline alone. Beside it the rank
 * correlation of each map with what leaving out each token alone does to the log-probability (zeros in its place).
 */
import {loadModel, spearman} from "@ecco/engine";
import type {AttributionMethod, Baseline, Model, ModelInput} from "@ecco/engine";
import {smollm2} from "../tests/real/models.ts";
import {randomOf} from "../packages/engine/src/explain/generation/random.ts";

const texts: Readonly<Record<string, readonly string[]>> = {
  atlas: [
    "Heathrow airport is located in the city of",
    "The capital of France is",
    "The currency of Japan is the",
    "The capital of Italy is",
    "The river that flows through Vienna is the"
  ],
  cloze: [
    "The capital of France is [MASK].",
    "He opened the [MASK] and went in.",
    "She was a very good [MASK].",
    "They sat down at the [MASK] to eat."
  ],
  critic: [
    "a wonderful film with great performances",
    "the plot is dull and the acting is worse",
    "its only weakness is a slow beginning",
    "not bad at all, I liked it"
  ],
  [smollm2]: ["The capital of France is", "Two plus two equals", "The Eiffel Tower is in"]
};

const maps: readonly (readonly [AttributionMethod, "zero" | "mean" | "pad"])[] = [
  ["input-x-gradient", "zero"],
  ["integrated-gradients", "zero"],
  ["integrated-gradients", "mean"],
  ["integrated-gradients", "pad"],
  ["deeplift", "zero"],
  ["deeplift", "mean"],
  ["cp-lrp", "zero"],
  ["attn-lrp", "zero"],
  ["gradient-attention", "zero"],
  ["value-zeroing", "zero"],
  ["occlusion", "zero"],
  ["occlusion", "mean"],
  ["shapley", "zero"],
  ["shapley", "mean"]
];
const shares = [0.1, 0.2, 0.5] as const;

/** Returns what f loses without the tokens of each group, taken out in this way. */
async function lost(
  model: Model,
  input: ModelInput,
  target: number,
  baseline: Baseline,
  groups: readonly (readonly number[])[]
): Promise<readonly number[]> {
  const map = await model.explain(input, {
    of: "logprob",
    method: "occlusion",
    baseline,
    target,
    groups
  });
  return map.groups!.map(({score}) => score);
}

async function faithfulness(
  model: Model,
  input: ModelInput,
  target: number,
  scores: readonly number[]
): Promise<number> {
  const {length} = scores;
  const order = scores.map((_, at) => at).toSorted((a, b) => scores[b]! - scores[a]!);
  const random = randomOf(7);
  const prompts = Array.from({length: 3}, () => ({
    ids: Array.from({length}, () => 5 + Math.floor(random() * (model.info.vocabulary - 5)))
  }));
  const found: number[] = [];
  for (const judge of ["mean", "zero", ...prompts] as const) {
    const [all] = await lost(model, input, target, judge, [order]);
    for (const share of shares) {
      const first = order.slice(0, Math.ceil(share * length));
      const others = order.slice(first.length);
      const parts = [first, others].filter(({length: count}) => count > 0);
      const [without, alone = 0] = await lost(model, input, target, judge, parts);
      found.push((without! - alone) / Math.abs(all!));
    }
  }
  return median(found);
}

/** Returns what leaving out each token alone takes from the log-probability. */
async function leftOut(
  model: Model,
  input: ModelInput,
  target: number
): Promise<readonly number[]> {
  const options = {of: "logprob", method: "occlusion", baseline: "zero", target} as const;
  return (await model.explain(input, options)).scores;
}

const sorted = (list: readonly number[]): number[] => list.toSorted((a, b) => a - b);
const median = (list: readonly number[]): number => sorted(list)[Math.floor(list.length / 2)]!;
const mean = (list: readonly number[]): number => list.reduce((sum, x) => sum + x, 0) / list.length;

for (const [source, prompts] of Object.entries(texts)) {
  const model = await loadModel(source, {backend: "onnx"});
  console.log(`\n${model.info.name} (${model.info.architecture})\n`);
  console.log(
    "| method | baseline | median \\|delta\\| / \\|change\\| | faithfulness | like leaving out | passes |"
  );
  console.log("| --- | --- | --- | --- | --- | --- |");
  const random = randomOf(1);
  const rows: {line: string; faith: number}[] = [];
  const judged = async (
    name: string,
    map: (text: string) => Promise<{
      scores: readonly number[];
      target: number;
      delta: number | null;
      passes: number;
    }>
  ): Promise<void> => {
    const [faith, deltas, alike, passes]: [number[], number[], number[], number[]] = [
      [],
      [],
      [],
      []
    ];
    for (const text of prompts) {
      const found = await map(text);
      faith.push(await faithfulness(model, text, found.target, found.scores));
      if (found.delta !== null) deltas.push(found.delta);
      alike.push(spearman(found.scores, await leftOut(model, text, found.target)));
      passes.push(found.passes);
    }
    const delta = deltas.length > 0 ? median(deltas).toExponential(1) : "–";
    rows.push({
      line: `| ${name} | ${delta} | ${mean(faith).toFixed(3)} | ${mean(alike).toFixed(2)} | ${Math.round(mean(passes))} |`,
      faith: mean(faith)
    });
  };
  for (const [method, baseline] of maps)
    await judged(`${method} | ${baseline}`, async (text) => {
      const {scores, target, delta, change, provenance} = await model.explain(text, {
        of: "logprob",
        method,
        baseline,
        samples: 256
      });
      return {
        scores,
        target: target.id!,
        delta: delta === null || change === null ? null : Math.abs(delta / change),
        passes: provenance.forwards + provenance.backwards
      };
    }).catch((error: unknown) => console.log(`${method} ${baseline}: ${String(error)}`));
  await judged("by lot | –", async (text) => {
    const {target, scores} = await model.explain(text, {method: "input-x-gradient"});
    return {scores: scores.map(() => random()), target: target.id!, delta: null, passes: 0};
  });
  for (const {line} of rows.toSorted((a, b) => b.faith - a.faith)) console.log(line);
  model.dispose();
}
