/** Records what the gallery and the tests draw, with the reference backend: `node tests/viz/record.ts`. */
import {writeFileSync} from "node:fs";
import {loadModel, type Attribution} from "../../packages/engine/src/index.ts";

const prompt = "Heathrow airport is located in the city of";
const atlas = await loadModel("atlas", {backend: "reference"});
const generation = await atlas.generate(prompt, {tokens: 5, top: 3, stopAtEnd: false});
const produced = generation.steps.map(({token}) => token);
const attributions: Attribution[] = [];
for (let i = 0; i < 2; i++) {
  const ids = [...generation.tokens, ...produced.slice(0, i)].map(({id}) => id);
  attributions.push(
    await atlas.explain({ids}, {method: "integrated-gradients", steps: 20, target: produced[i]!.id})
  );
}
const keys = "The keys to the cabinet";
const critic = await loadModel("critic", {backend: "reference"});
const review = "The film's only weakness is its length.";
const recorded = {
  candidates: await atlas.candidates(prompt, {top: 20}),
  attributions: {
    tokens: generation.tokens,
    produced,
    attributions: produced.map((_, i) => attributions[i] ?? null)
  },
  gradient: await atlas.explain(prompt, {method: "saliency"}),
  incomplete: await atlas.explain(prompt, {
    method: "integrated-gradients",
    steps: 2,
    baseline: "mean"
  }),
  lens: await atlas.lensGrid(prompt, {top: 3}),
  produced: await atlas.rankings(prompt, {tokens: 6}),
  watched: await atlas.rankings(keys, {watch: [" is", " are", " has"]}),
  review: await critic.explain(review, {method: "occlusion"}),
  tokens: atlas.tokenize("A naïve café:\n\t1 +  2 = 3 🦜, 東京 und Donaudampfschiffahrt."),
  special: critic.tokenize(review)
};
writeFileSync(
  new URL("data/recorded.json", import.meta.url),
  `${JSON.stringify(recorded, (_, v: unknown) => (typeof v === "number" && !Number.isInteger(v) ? Number(v.toPrecision(7)) : v))}\n`
);
