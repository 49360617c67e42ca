/** Records what the pictures and tests of neurons draw, with the reference backend: `node tests/viz/record-neurons.ts`. */
import {writeFileSync} from "node:fs";
import {loadModel, type NeuronFactors} from "../../packages/engine/src/index.ts";
import {passage} from "../engine/passage.ts";

const anna =
  "When Anna came home, she said that her brother had lost his keys; they would wait, and [MASK] would open the door.";
const king = "The king said that he would come, but the queen said that [MASK] would not.";
const cloze = await loadModel("cloze", {backend: "reference"});
const atlas = await loadModel("atlas", {backend: "reference"});
const middle = {from: 3, to: 4};

const grouped = await cloze.neurons(anna, {
  layers: middle,
  factors: 6,
  top: 5,
  group: {clusters: 3}
});
const heathrow = "Heathrow airport is located in the city of";
const firing = await atlas.neurons(heathrow, {
  layers: {from: 2, to: 4},
  factors: 4,
  top: 12,
  negative: "absolute"
});
const {layer, neuron} = firing.top[0]!;
const lean = (found: NeuronFactors): NeuronFactors => ({...found, top: found.top.slice(0, 3)});
const passages = {
  passage: lean(await cloze.neurons(passage.slice(0, 380), {layers: middle, factors: 8, top: 2})),
  texts: lean(await cloze.neurons([anna, king], {layers: middle, factors: 6, top: 2}))
};
const neurons = {
  grouped,
  detail: await cloze.topTokens([anna, king], {
    ...grouped.factors[0]!.neurons[0]!,
    top: 4,
    context: 2
  }),
  firing,
  written: await atlas.topTokens(heathrow, {layer, neuron, top: 5, context: 3})
};
const position = (await cloze.candidates(anna)).position;
const saliency = {
  attribution: await cloze.explain(anna, {position}),
  continued: {
    attribution: await atlas.explain(heathrow, {target: " London"}),
    factors: lean(await atlas.neurons(heathrow, {factors: 4, top: 2}))
  }
};
const round = (_: string, v: unknown): unknown =>
  typeof v === "number" && !Number.isInteger(v) ? Number(v.toPrecision(7)) : v;
for (const [name, value] of Object.entries({
  neurons,
  "neuron-passages": passages,
  "saliency-factors": saliency
}))
  writeFileSync(new URL(`data/${name}.json`, import.meta.url), `${JSON.stringify(value, round)}\n`);
