import json from "../data/attention.json" with {type: "json"};
import writes from "../data/writes.json" with {type: "json"};
import type {AttentionData} from "../../../packages/viz/src/index.ts";
import type {Chapter} from "./picture.ts";

const tag = "ecco-attention";
const {
  atlas: data,
  cloze,
  cross
} = json as unknown as Readonly<Record<"atlas" | "cloze" | "cross", AttentionData>>;

export const chapter: Chapter = {
  order: 20,
  title: "Attention",
  pictures: [
    {
      name: "matrix",
      tag,
      properties: {data, value: {layer: 2, head: 2, query: 9, key: 3}, writes: writes.looking},
      wide: true,
      states: true
    },
    {name: "arcs", tag, properties: {data, look: "arcs", layer: 2, head: 2}},
    {name: "mean of heads", tag, properties: {data, layer: 7, head: "mean"}},
    {name: "flow", tag, properties: {data, look: "flow"}, wide: true},
    {name: "both ways, one layer known", tag, properties: {data: cloze}},
    {name: "arcs from a mask", tag, properties: {data: cloze, look: "arcs"}},
    {
      name: "a decoder at its encoder",
      tag,
      properties: {data: cross, choices: {stack: ["cross", "decoder", "encoder"]}}
    },
    {name: "arcs to an encoder", tag, properties: {data: cross, look: "arcs"}}
  ]
};
