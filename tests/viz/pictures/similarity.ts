import recorded from "../data/similarity.json" with {type: "json"};
import {heldBy} from "../loud.ts";
import type {Chapter} from "./picture.ts";

const tag = "ecco-similarity";
const measure = ["cka", "cka-rbf", "cka-debiased", "cca", "svcca", "pwcca"];

export const chapter: Chapter = {
  order: 70,
  title: "Similarity of layers",
  pictures: [
    {
      name: "a model with itself",
      tag,
      properties: {
        data: recorded.itself,
        choices: {measure, with: ["", "cloze"]},
        value: {row: 4, column: 2}
      },
      states: true
    },
    {name: "two models, little text", tag, properties: {data: recorded.two, choices: {measure}}},
    {
      name: "one token holds some layers",
      tag,
      properties: {
        data: {
          ...recorded.itself,
          warnings: [heldBy("so cka compares where that lies and hardly sees the others")]
        },
        choices: {measure, without: ["", "first", "special"]}
      }
    }
  ]
};
