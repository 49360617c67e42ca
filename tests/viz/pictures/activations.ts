import {withoutFirst} from "../loud.ts";
import {recordedNeurons} from "../recorded-neurons.ts";
import type {Chapter} from "./picture.ts";

const tag = "ecco-activations";
const {grouped, firing, written, texts} = recordedNeurons;
const {layer, neuron} = firing.top[0]!;

export const chapter: Chapter = {
  order: 41,
  title: "Neuron activations",
  pictures: [
    {
      name: "in groups",
      tag,
      properties: {data: grouped, choices: {groups: ["0", "3", "5"], layers: ["all", "3..4"]}},
      wide: true,
      states: true
    },
    {
      name: "with sign, one pinned, and what it does",
      tag,
      properties: {data: {...firing, detail: written}, value: {layer, neuron, position: 3}}
    },
    {name: "two texts", tag, properties: {data: texts}},
    {
      name: "the first token left out",
      tag,
      properties: {
        data: withoutFirst(grouped),
        choices: {groups: ["0", "3"], without: ["", "first", "special"]}
      }
    }
  ]
};
