import data from "../data/direct-logits.json" with {type: "json"};
import writes from "../data/writes.json" with {type: "json"};
import type {Chapter} from "./picture.ts";

const tag = "ecco-direct-logits";
const choices = {by: ["layer", "head", "neuron"]};
const pinned = {kind: "mlp", layer: 7, head: null, neuron: null};

export const chapter: Chapter = {
  order: 13,
  title: "Direct logit attribution",
  pictures: [
    {
      name: "blocks, London against Paris",
      tag,
      properties: {data: data.layer, choices, value: pinned, writes: writes.mlp},
      states: true
    },
    {name: "heads", tag, properties: {data: data.head, choices}},
    {name: "neurons", tag, properties: {data: data.neuron, choices}, wide: true},
    {name: "a masked word", tag, properties: {data: data.mask}}
  ]
};
