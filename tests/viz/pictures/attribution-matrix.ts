import {attributions} from "../recorded-attributions.ts";
import type {Chapter} from "./picture.ts";

const tag = "ecco-attribution-matrix";
const {produced, all, answer, warned} = attributions.matrices;

export const chapter: Chapter = {
  order: 2,
  title: "Attribution matrix",
  pictures: [
    {
      name: "produced tokens",
      tag,
      properties: {data: produced, value: {explained: 10, by: 9}},
      wide: true,
      states: true
    },
    {name: "prompt and produced, sizes", tag, properties: {data: all, signed: false}},
    {name: "one scale", tag, properties: {data: produced, scale: "one"}},
    {name: "encoder and decoder", tag, properties: {data: answer}, wide: true},
    {
      name: "rows that are no explanation",
      tag,
      properties: {data: warned},
      wide: true
    }
  ]
};
