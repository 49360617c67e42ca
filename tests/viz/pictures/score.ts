import json from "../data/score.json" with {type: "json"};
import type {Score} from "../../../packages/viz/src/score/data.ts";
import type {Chapter} from "./picture.ts";

const tag = "ecco-score";
/** Real scores of atlas, cloze and critic, written by record-score.ts. */
const {text, windows, continuation, masked, answer} = json as unknown as Record<string, Score>;

export const chapter: Chapter = {
  order: 9,
  title: "Scores",
  pictures: [
    {
      name: "a text by surprise, one token pinned",
      tag,
      properties: {data: text, value: 6},
      wide: true,
      states: true
    },
    {name: "by rank", tag, properties: {data: text, colour: "rank"}},
    {name: "by entropy", tag, properties: {data: text, colour: "entropy"}},
    {name: "in windows", tag, properties: {data: windows}},
    {name: "a continuation", tag, properties: {data: continuation, value: 8}},
    {name: "one mask a token", tag, properties: {data: masked}},
    {name: "a decoder's answer", tag, properties: {data: answer, value: 1}}
  ]
};
