import recorded from "../data/compare.json" with {type: "json"};
import type {Chapter} from "./picture.ts";

const tag = "ecco-compare";
const method = ["integrated-gradients", "input-x-gradient", "occlusion"];

export const chapter: Chapter = {
  order: 73,
  title: "Two prompts",
  pictures: [
    {
      name: "two reviews",
      tag,
      properties: {data: recorded.reviews, choices: {method}},
      wide: true,
      states: true
    },
    {name: "two models", tag, properties: {data: recorded.models}, wide: true},
    {
      name: "half a page wide",
      tag,
      properties: {data: recorded.reviews, value: {side: "b", position: 9}}
    }
  ]
};
