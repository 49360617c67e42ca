import recorded from "../data/probe.json" with {type: "json"};
import type {Chapter} from "./picture.ts";

const tag = "ecco-probe";

export const chapter: Chapter = {
  order: 71,
  title: "Probe",
  pictures: [
    {name: "two probings", tag, properties: {data: recorded}, states: true},
    {
      name: "one probing, a pinned layer",
      tag,
      properties: {data: recorded[1], value: {series: 0, layer: 4}}
    }
  ]
};
