import type {Similarities} from "../../../packages/viz/src/sentences/data.ts";
import recorded from "../data/sentences.json" with {type: "json"};
import type {Chapter} from "./picture.ts";

const tag = "ecco-sentences";
/** Real answers of all-MiniLM-L6-v2, written by record-sentences.ts. */
const {many, assumed} = recorded as unknown as Record<string, Similarities>;

export const chapter: Chapter = {
  order: 73,
  title: "Texts alike",
  pictures: [
    {
      name: "cosines of texts, a pair pinned",
      tag,
      properties: {data: many, value: {row: 1, column: 0}},
      states: true
    },
    {
      name: "a model that does not say how it pools",
      tag,
      properties: {data: assumed, choices: {pooling: ["mean", "cls"]}}
    }
  ]
};
