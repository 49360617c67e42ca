import type {MethodComparison} from "../../../packages/viz/src/data.ts";
import {attributions} from "../recorded-attributions.ts";
import type {Chapter} from "./picture.ts";

const tag = "ecco-methods";
const {methods: data} = attributions;
const unmeasured: MethodComparison = {
  ...data,
  methods: data.methods.map(({method, attribution}, i) => ({
    method,
    attribution: i < 3 && attribution ? {...attribution, quality: null} : null,
    error: i === 5 ? "layer: got 9, expected at most 5" : null
  }))
};

export const chapter: Chapter = {
  order: 3,
  title: "Methods side by side",
  pictures: [
    {
      name: "eight methods",
      tag,
      properties: {
        data,
        choices: {method: [...data.methods.map(({method}) => method), "cp-lrp", "lime"]}
      },
      wide: true,
      states: true
    },
    {name: "sizes, one pinned", tag, properties: {data, signed: false, value: "deeplift"}},
    {name: "rows still to come, one that cannot", tag, properties: {data: unmeasured}}
  ]
};
