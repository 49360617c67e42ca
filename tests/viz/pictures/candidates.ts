import {recorded} from "../recorded.ts";
import type {Chapter} from "./picture.ts";

export const chapter: Chapter = {
  order: 11,
  title: "Candidates",
  pictures: [
    {
      name: "what comes next",
      tag: "ecco-candidates",
      properties: {data: recorded.candidates},
      states: true
    }
  ]
};
