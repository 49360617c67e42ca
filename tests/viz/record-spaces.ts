/** Records what the views of inner states and of two sides draw, with the reference backend: `node tests/viz/record-spaces.ts`. */
import {loadModel} from "../../packages/engine/src/index.ts";
import type {Model, ProbeExample} from "../../packages/engine/src/index.ts";
import {writeRecorded} from "./write-recorded.ts";

const [atlas, cloze, critic] = await Promise.all(
  ["atlas", "cloze", "critic"].map((name) => loadModel(name, {backend: "reference"}))
);
const continents = {
  Europe: ["England", "France", "Germany", "Spain", "Ireland", "Norway", "Italy", "Poland"],
  Asia: ["Japan", "China", "India", "Thailand", "Vietnam", "Mongolia", "Nepal", "Iran"],
  Africa: ["Egypt", "Nigeria", "Kenya", "Ghana", "Morocco", "Senegal", "Angola", "Zambia"],
  "South America": ["Peru", "Chile", "Brazil", "Colombia", "Ecuador", "Uruguay", "Bolivia"]
} as const;
const countries = Object.entries(continents).flatMap(([continent, names]) =>
  names.map((name) => ({name, continent}))
);

const texts = countries.map(({name}) => `The capital of ${name} is`);
writeRecorded("similarity", {
  itself: await atlas!.compare(texts, {measure: "cka-debiased"}),
  two: await atlas!.compare(texts.slice(0, 6), {with: cloze!})
});

const subjects =
  "key boy girl dog cat road house river ship letter book wall tree farmer king".split(" ");
const numbered: readonly ProbeExample[] = subjects.flatMap((noun) => [
  {input: `The ${noun} near the cabinets`, label: "one"},
  {input: `The ${noun}s near the cabinet`, label: "many"}
]);
const placed: readonly ProbeExample[] = countries.map(({name, continent}) => ({
  input: `The capital of ${name} is`,
  label: continent
}));
const probed = async (name: string, examples: readonly ProbeExample[]): Promise<object> => ({
  name,
  ...(await atlas!.probe(examples, {pool: "last", control: true}))
});
writeRecorded("probe", [await probed("number", numbered), await probed("continent", placed)]);

const capitals = {
  Europe: "London Paris Berlin Madrid Dublin Oslo Rome Warsaw Lisbon Vienna",
  Asia: "Tokyo Beijing Seoul Bangkok Delhi Hanoi Manila Jakarta",
  Africa: "Cairo Nairobi Accra Tunis Luanda Tripoli Khartoum",
  "South America": "Lima Santiago Quito Caracas Montevideo"
};
const cities = Object.entries(capitals).flatMap(([continent, names]) =>
  names.split(" ").map((name) => ({text: ` ${name}`, continent}))
);
const some = {layers: ["embedding", 2, 5, 7] as const};
const words = cities.map(({text}) => text);
writeRecorded("projection", {
  capitals: await atlas!.project(words, some),
  umap: await atlas!.project(words, {...some, layers: [5], method: "umap", seed: 1}),
  texts: await atlas!.project(texts, {layers: [0, 7]}),
  continents: cities.map(({continent}) => continent),
  countries
});

async function side(
  model: Model,
  prompt: string,
  target: string,
  {foil, position}: {readonly foil?: string; readonly position?: number} = {}
): Promise<object> {
  const at = position === undefined ? {} : {position};
  const against = foil === undefined ? {} : {foil};
  const method = "integrated-gradients";
  return {
    attribution: await model.explain(prompt, {method, target, ...at, ...against}),
    candidates: await model.candidates(prompt, {top: 5, ...at})
  };
}
const heathrow = "Heathrow airport is located in the city of";
const judged = {foil: " negative"};
writeRecorded("compare", {
  reviews: {
    a: await side(critic!, "The script is clever and the cast is awful.", " positive", judged),
    b: await side(
      critic!,
      "The script is clever and the whole cast is wonderful.",
      " positive",
      judged
    )
  },
  models: {
    a: await side(atlas!, heathrow, " London"),
    b: await side(cloze!, `${heathrow} [MASK].`, "london", {position: 11})
  }
});
