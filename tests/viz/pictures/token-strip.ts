import {chat} from "../chat.ts";
import json from "../data/token-strip.json" with {type: "json"};
import type {Token} from "../../../packages/viz/src/data.ts";
import type {Chapter} from "./picture.ts";

const tag = "ecco-token-strip";
/** Real tokens of atlas and critic, written by record-token-strip.ts. */
const {scripts, together, long, special} = json as unknown as Record<string, readonly Token[]>;

export const chapter: Chapter = {
  order: 0,
  title: "Tokens",
  pictures: [
    {name: "many scripts", tag, properties: {data: {tokens: scripts}}, wide: true, states: true},
    {name: "special tokens", tag, properties: {data: {tokens: special}}},
    {
      name: "spaces as dots",
      tag,
      properties: {data: {tokens: scripts!.slice(0, 14)}, spaces: "dot", value: 2}
    },
    {
      name: "characters of several tokens",
      tag,
      properties: {data: {tokens: together}},
      wide: true
    },
    {
      name: "a conversation with a begun answer",
      tag,
      properties: {data: {tokens: chat.begun.tokens}},
      wide: true
    },
    {name: "a conversation as words", tag, properties: {data: chat.strip, merge: "words"}},
    {name: "as words", tag, properties: {data: {tokens: scripts}, merge: "words"}},
    {
      name: "as characters",
      tag,
      properties: {data: {tokens: together}, merge: "characters", value: 4}
    },
    {
      name: "lines, with what was produced",
      tag,
      properties: {data: {tokens: long!.slice(0, 30), produced: long!.slice(30)}},
      wide: true
    }
  ]
};
