import type {Alike} from "../../../packages/viz/src/alike/data.ts";
import recorded from "../data/sentences.json" with {type: "json"};
import type {Chapter} from "./picture.ts";

const tag = "ecco-alike";
/** Real answers of all-MiniLM-L6-v2, written by record-sentences.ts. */
const {occlusion, integrated} = recorded as unknown as Record<string, Alike>;
const choices = {method: ["occlusion", "integrated-gradients"], unit: ["word", "token"]};

export const chapter: Chapter = {
  order: 74,
  title: "Why two texts are alike",
  pictures: [
    {
      name: "without each word, one pinned",
      tag,
      properties: {data: occlusion, choices, value: {a: 4, b: null}},
      wide: true,
      states: true
    },
    {name: "integrated gradients, by tokens", tag, properties: {data: integrated, choices}},
    {name: "pairs of words", tag, properties: {data: occlusion, look: "pairs", value: {a: 2, b: 2}}}
  ]
};
