import {chat} from "../chat.ts";
import lenses from "../data/logit-lens.json" with {type: "json"};
import type {LensGrid} from "../../../packages/viz/src/index.ts";
import {loudLens} from "../loud.ts";
import {recorded} from "../recorded.ts";
import type {Chapter} from "./picture.ts";

const tag = "ecco-logit-lens";
const {lens: data} = recorded;

export const chapter: Chapter = {
  order: 10,
  title: "Logit lens",
  pictures: [
    {
      name: "a pinned cell",
      tag,
      properties: {data, choices: {mode: ["norm", "raw"]}, value: {layer: 4, position: 9}},
      wide: true,
      states: true
    },
    {name: "London against Paris", tag, properties: {data: lenses.contrast}, wide: true},
    {
      name: "bits to the last distribution",
      tag,
      properties: {data: lenses.contrast, colour: "kl"},
      wide: true
    },
    {
      name: "a question in a chat, entropy",
      tag,
      properties: {data: chat.lens, colour: "entropy"},
      wide: true
    },
    {
      name: "the same without the template",
      tag,
      properties: {data: chat.lens, without: "template", colour: "entropy"}
    },
    {
      name: "one position beyond the scale",
      tag,
      properties: {data: loudLens(lenses.contrast as unknown as LensGrid), colour: "kl"}
    },
    {name: "entropy", tag, properties: {data, colour: "entropy"}},
    {
      name: "what attention adds, frozen scale",
      tag,
      properties: {data: lenses.attention, choices: {site: ["residual", "attention", "mlp"]}}
    }
  ]
};
