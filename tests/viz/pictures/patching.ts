import data from "../data/patching.json" with {type: "json"};
import writes from "../data/writes.json" with {type: "json"};
import type {Chapter} from "./picture.ts";

const tag = "ecco-patching";
const choices = {site: ["residual", "attention", "mlp", "head", "query", "key", "value"]};

export const chapter: Chapter = {
  order: 14,
  title: "Activation patching",
  pictures: [
    {
      name: "London from Heathrow into Orly",
      tag,
      properties: {
        data: data.residual,
        choices,
        value: {layer: 2, position: 2, head: null},
        writes: writes.stream
      },
      wide: true,
      states: true
    },
    {
      name: "beside its first-order approximation",
      tag,
      properties: {data: data.residual, choices, variant: "approximation"},
      wide: true
    },
    {
      name: "values",
      tag,
      properties: {data: data.attention, choices, variant: "values"},
      wide: true
    },
    {name: "heads", tag, properties: {data: data.head, choices}},
    {
      name: "values that heads share",
      tag,
      properties: {data: data.value, choices, value: {layer: 23, position: null, head: 1}}
    },
    {name: "two texts that answer alike", tag, properties: {data: data.same}}
  ]
};
