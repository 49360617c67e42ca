import {withoutFirst} from "../loud.ts";
import {recordedNeurons} from "../recorded-neurons.ts";
import type {Chapter} from "./picture.ts";

const tag = "ecco-saliency-factors";
const {attribution, grouped, continued} = recordedNeurons;
const names = ["persons", "", "verbs", "commas", "could, would"];
const choices = {method: ["deeplift", "occlusion"], factors: ["4", "6"]};

export const chapter: Chapter = {
  order: 42,
  title: "Saliency by factor",
  pictures: [
    {
      name: "a mask",
      tag,
      properties: {data: {attribution, factors: grouped}, names, choices},
      wide: true,
      states: true
    },
    {
      name: "a text that continues, a factor pinned",
      tag,
      properties: {data: continued, value: {factor: 0}}
    },
    {
      name: "the first token left out of the factors",
      tag,
      properties: {
        data: {attribution, factors: withoutFirst(grouped)},
        choices: {...choices, without: ["", "first", "special"]}
      }
    }
  ]
};
