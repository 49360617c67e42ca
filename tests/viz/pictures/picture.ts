/** One picture of a view: what the gallery shows and the picture tests draw. Each view has a file of them beside this one. */
import type {elements} from "../../../packages/viz/src/index.ts";

export interface Picture {
  /** What is to be seen, in a few words; unique among its view's pictures. */
  readonly name: string;
  readonly tag: keyof typeof elements;
  readonly properties: Readonly<Record<string, unknown>>;
  /** Takes a whole row of the gallery. */
  readonly wide?: boolean;
  /** Everything a view can look like is drawn of this one: all states, and the table. One a view. */
  readonly states?: boolean;
}

/** A heading of the gallery with its pictures. */
export interface Chapter {
  /** The order in the gallery. */
  readonly order: number;
  readonly title: string;
  readonly pictures: readonly Picture[];
}

/** The states every view can be in, from the picture that has them all. */
export function statesOf({tag, properties}: Picture): readonly Picture[] {
  const {data, ...rest} = properties;
  const tokens = (data as {readonly tokens?: unknown} | undefined)?.tokens;
  const state = (name: string, more: Readonly<Record<string, unknown>>): Picture => ({
    name,
    tag,
    properties: {...rest, ...more}
  });
  return [
    state("empty", {suggestion: "Try Heathrow"}),
    state("offered", {state: "offered", message: "Run live, 98 MB, stays in this browser"}),
    state("loading", {
      state: "loading",
      tokens,
      message: "atlas is loading, 3.1 of 9.6 MB",
      progress: 0.32
    }),
    state("running", {
      data,
      state: "running",
      message: "96 of 256 · about 2 s left · ± 1.4 points so far",
      progress: 0.37
    }),
    state("partial", {data, state: "partial", message: "4 of 10 tokens", progress: 0.4}),
    state("stale", {data, state: "stale", message: "Out of date: prompt changed 4 s ago"}),
    state("error", {
      state: "error",
      message:
        'target: " Londn" is two tokens, " Lon" + "dn"; give one token, for example " London"'
    }),
    state("error over a picture", {
      data,
      state: "error",
      message: "prompt: 140 tokens, expected at most 128; shorten it"
    }),
    state("recorded", {data, state: "recorded", message: "Run live, 9.6 MB"}),
    state("degraded", {
      data,
      state: "degraded",
      message: "No WebGPU here: running on the processor, about 9 × slower"
    }),
    state("live", {data, state: "live"}),
    state("table", {data, state: "live", table: true})
  ];
}
