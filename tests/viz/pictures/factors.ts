import {loudNeurons, withoutFirst} from "../loud.ts";
import {recordedNeurons} from "../recorded-neurons.ts";
import type {Chapter} from "./picture.ts";

const tag = "ecco-factors";
const {passage, texts, grouped, detail} = recordedNeurons;
const choices = {factors: ["4", "6", "8"], layers: ["all", "3..4", "5"]};
const without = ["", "first", "special"];
const names = ["persons", "", "verbs", "commas", "could, would"];
const {layer, neuron} = grouped.factors[0]!.neurons[0]!;

export const chapter: Chapter = {
  order: 40,
  title: "Neuron factors",
  pictures: [
    {
      name: "a sentence, named, one pinned",
      tag,
      properties: {data: grouped, choices, names, value: {factor: 0}},
      wide: true,
      states: true
    },
    {name: "each token by its strongest", tag, properties: {data: passage, choices}, wide: true},
    {
      name: "one token holds all",
      tag,
      properties: {data: loudNeurons(grouped), choices: {...choices, without}}
    },
    {
      name: "the first token left out",
      tag,
      properties: {data: withoutFirst(grouped), choices: {...choices, without}}
    },
    {name: "two texts, a token pinned", tag, properties: {data: texts, value: {position: 7}}},
    {
      name: "a neuron",
      tag,
      properties: {
        data: {...grouped, detail},
        names,
        value: {factor: 0, neuron: {layer, neuron}}
      }
    }
  ]
};
