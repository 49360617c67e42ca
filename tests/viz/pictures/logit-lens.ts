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
    {name: "half a page wide", tag, properties: {data}}
  ]
};
