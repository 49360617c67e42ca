import json from "../data/generation.json" with {type: "json"};
import type {GenerationData} from "../../../packages/viz/src/index.ts";
import type {Chapter} from "./picture.ts";

const tag = "ecco-generation";
const {greedy, drawn, beams, masks, answer} = json as unknown as Readonly<
  Record<"greedy" | "drawn" | "beams" | "masks" | "answer", GenerationData>
>;
const {stopped: _, seed: _seed, provenance: _provenance, ...some} = drawn;

export const chapter: Chapter = {
  order: 22,
  title: "Generation",
  pictures: [
    {name: "the likeliest each time", tag, properties: {data: greedy}, states: true},
    {name: "drawn", tag, properties: {data: drawn, again: true, value: {step: 3, node: null}}},
    {
      name: "while it is written",
      tag,
      properties: {
        data: {...some, steps: some.steps.slice(0, 4)},
        state: "running",
        message: "4 of 10 tokens",
        progress: 0.4
      }
    },
    {name: "masks", tag, properties: {data: masks}},
    {name: "an answer", tag, properties: {data: answer}},
    {name: "beam tree", tag, properties: {data: beams}, wide: true},
    {name: "the text of beam search", tag, properties: {data: beams, look: "text"}, wide: true}
  ]
};
