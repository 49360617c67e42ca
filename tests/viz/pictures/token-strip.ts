import {recorded} from "../recorded.ts";
import type {Chapter} from "./picture.ts";

const tag = "ecco-token-strip";

export const chapter: Chapter = {
  order: 0,
  title: "Tokens",
  pictures: [
    {
      name: "many scripts",
      tag,
      properties: {data: {tokens: recorded.tokens}},
      wide: true,
      states: true
    },
    {name: "special tokens", tag, properties: {data: {tokens: recorded.special}}},
    {
      name: "spaces as dots",
      tag,
      properties: {data: {tokens: recorded.tokens.slice(0, 12)}, spaces: "dot", value: 2}
    }
  ]
};
