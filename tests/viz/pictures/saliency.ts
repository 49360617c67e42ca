import {chat} from "../chat.ts";
import {recorded} from "../recorded.ts";
import {attributions} from "../recorded-attributions.ts";
import type {Chapter} from "./picture.ts";

const methods = ["integrated-gradients", "input-x-gradient", "occlusion", "saliency"];
const unit = ["token", "word", "sentence", "message"];
const tag = "ecco-saliency";
const {attributions: data} = recorded;

export const chapter: Chapter = {
  order: 1,
  title: "Saliency",
  pictures: [
    {
      name: "minimal",
      tag,
      properties: {data, choices: {method: methods, variant: ["minimal", "detailed"]}},
      wide: true,
      states: true
    },
    {name: "detailed", tag, properties: {data, variant: "detailed"}, wide: true},
    {name: "detailed, sizes", tag, properties: {data, variant: "detailed", signed: false}},
    {
      name: "a method without sign",
      tag,
      properties: {data: recorded.gradient, variant: "detailed"}
    },
    {name: "sizes", tag, properties: {data, signed: false}},
    {name: "does not add up", tag, properties: {data: recorded.incomplete}},
    {name: "a review", tag, properties: {data: recorded.review}, wide: true},
    {
      name: "words added up",
      tag,
      properties: {data, unit: "word", choices: {unit: ["token", "word", "sentence"]}}
    },
    {
      name: "words, strongest first",
      tag,
      properties: {
        data: attributions.saliency.words,
        unit: "word",
        order: "strength",
        variant: "detailed",
        choices: {order: ["text", "strength"]}
      }
    },
    {
      name: "sentences added up",
      tag,
      properties: {data: attributions.saliency.review, unit: "sentence"}
    },
    {
      name: "a conversation, its template dimmed",
      tag,
      properties: {data: chat.begun, choices: {unit}},
      wide: true
    },
    {
      name: "a conversation without its template, by word",
      tag,
      properties: {data: chat.begun, without: "template", unit: "word", choices: {unit}}
    },
    {
      name: "a conversation by message",
      tag,
      properties: {data: chat.begun, unit: "message", variant: "detailed", choices: {unit}}
    },
    {name: "what a chat answers", tag, properties: {data: chat.answer}, wide: true},
    {name: "measured", tag, properties: {data: attributions.saliency.measured}, wide: true},
    {name: "drawn, with errors", tag, properties: {data: attributions.saliency.drawn}},
    {
      name: "not an explanation",
      tag,
      properties: {data: attributions.saliency.warned},
      wide: true
    }
  ]
};
