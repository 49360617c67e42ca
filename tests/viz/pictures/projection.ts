import recorded from "../data/projection.json" with {type: "json"};
import sentences from "../data/sentences.json" with {type: "json"};
import type {Chapter} from "./picture.ts";

const tag = "ecco-projection";
const groups = recorded.continents;
const {countries} = recorded;

export const chapter: Chapter = {
  order: 72,
  title: "Map of tokens",
  pictures: [
    {
      name: "capitals by continent",
      tag,
      properties: {data: recorded.capitals, groups, layer: 5, choices: {method: ["pca", "umap"]}},
      states: true
    },
    {
      name: "the first tokens left out",
      tag,
      properties: {
        data: {
          ...recorded.texts,
          without: "first",
          leftOut: [0, 1, 2, 3, 4, 5].map((of) => ({
            of,
            position: 0,
            token: {...recorded.texts.tokens[0]!, text: "The"}
          }))
        },
        layer: 7,
        choices: {without: ["", "first", "special"]}
      }
    },
    {name: "UMAP", tag, properties: {data: recorded.umap, groups, value: 10}},
    {
      name: "last tokens of texts",
      tag,
      properties: {
        data: recorded.texts,
        last: true,
        layer: 7,
        groups: countries.map(({continent}) => continent),
        labels: countries.map(({name}) => name)
      },
      wide: true
    },
    {
      name: "whole texts, by an encoder of sentences",
      tag,
      properties: {data: sentences.map, groups: sentences.groups, value: 4}
    }
  ]
};
