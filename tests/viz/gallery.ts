import {define, elements} from "../../packages/viz/src/index.ts";
import {recorded} from "./recorded.ts";

define();

type Tag = keyof typeof elements;

/** Puts an element with properties into a place of the page. */
function add(place: string, tag: Tag, properties: object, wide = false): HTMLElement {
  const element = Object.assign(document.createElement(tag), properties);
  if (wide) element.className = "wide";
  document.getElementById(place)!.append(element);
  return element;
}

const methods = {
  method: ["integrated-gradients", "input-x-gradient", "occlusion", "saliency"],
  mode: ["norm", "raw"]
};
const text = "Heathrow airport is located in the city of";
add(
  "views",
  "ecco-prompt",
  {
    value: text,
    tokens: recorded.attributions.tokens,
    limit: 128,
    strip: true,
    label: "Prompt",
    suggestions: ["The keys to the cabinet", "The capital of France is", text]
  },
  true
);
add(
  "views",
  "ecco-saliency",
  {
    data: recorded.attributions,
    choices: {...methods, variant: ["minimal", "detailed"]},
    state: "live"
  },
  true
);
add("views", "ecco-saliency", {data: recorded.attributions, variant: "detailed"}, true);
add("views", "ecco-saliency", {data: recorded.attributions, variant: "detailed", signed: true});
add("views", "ecco-saliency", {data: recorded.gradient, variant: "detailed"});
add("views", "ecco-saliency", {data: recorded.attributions, signed: true});
add("views", "ecco-saliency", {data: recorded.incomplete, signed: true});
add("views", "ecco-saliency", {data: recorded.review, signed: true}, true);
add(
  "views",
  "ecco-saliency",
  {data: recorded.attributions, signed: true, variant: "detailed"},
  true
);
add(
  "views",
  "ecco-logit-lens",
  {data: recorded.lens, choices: methods, value: {layer: 4, position: 9}},
  true
);
add("views", "ecco-candidates", {data: recorded.candidates});
add("views", "ecco-rankings", {data: recorded.watched});
add("views", "ecco-rankings", {data: recorded.produced}, true);
add("views", "ecco-token-strip", {data: {tokens: recorded.tokens}}, true);
add("views", "ecco-token-strip", {data: {tokens: recorded.special}});
add("views", "ecco-token-strip", {
  data: {tokens: recorded.tokens.slice(0, 12)},
  spaces: "dot",
  value: 2
});
add("views", "ecco-logit-lens", {data: recorded.lens});

const {data} = {data: recorded.attributions};
const stale = {data, message: "Out of date: prompt changed 4 s ago"};
add("states", "ecco-saliency", {suggestion: "Try Heathrow"});
add("states", "ecco-saliency", {
  state: "loading",
  tokens: data.tokens,
  message: "atlas is loading, 3.1 of 9.6 MB",
  progress: 0.32
});
add("states", "ecco-saliency", {
  state: "running",
  data,
  message: "96 of 256 · about 2 s left · ± 1.4 points so far",
  progress: 0.37
});
add("states", "ecco-saliency", {state: "stale", ...stale});
add("states", "ecco-saliency", {
  state: "error",
  message: 'target: " Londn" is two tokens, " Lon" + "dn"; give one token, for example " London"'
});
add("states", "ecco-saliency", {
  state: "error",
  data,
  message: "prompt: 140 tokens, expected at most 128; shorten it"
});
add("states", "ecco-saliency", {state: "recorded", data, message: "Run live, 9.6 MB"});
add("states", "ecco-saliency", {
  state: "degraded",
  data,
  message: "No WebGPU here: running on the processor, about 9 × slower"
});
add("states", "ecco-saliency", {state: "live", data, table: true});
