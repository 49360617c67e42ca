import {recorded} from "../recorded.ts";
import type {Chapter} from "./picture.ts";

const tag = "ecco-rankings";

export const chapter: Chapter = {
  order: 12,
  title: "Ranks",
  pictures: [
    {name: "watched tokens", tag, properties: {data: recorded.watched}},
    {
      name: "produced tokens",
      tag,
      properties: {data: recorded.produced},
      wide: true,
      states: true
    }
  ]
};
