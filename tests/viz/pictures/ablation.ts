import data from "../data/ablation.json" with {type: "json"};
import writes from "../data/writes.json" with {type: "json"};
import type {Chapter} from "./picture.ts";

const tag = "ecco-ablation";
const choices = {site: ["head", "attention", "mlp"], with: ["zero", "mean"]};

export const chapter: Chapter = {
  order: 15,
  title: "Ablation",
  pictures: [
    {
      name: "heads at their mean",
      tag,
      properties: {
        data: data.head,
        choices,
        value: {layer: 4, unit: 3},
        writes: writes.ablated
      },
      states: true
    },
    {name: "MLPs at their mean", tag, properties: {data: data.mlp, choices}},
    {name: "neurons", tag, properties: {data: data.neuron}},
    {name: "heads resampled from other texts", tag, properties: {data: data.resampled}}
  ]
};
