/** Readers of recorded results meet what anybody may have written: a result, or an error in words. */
import {describe, expect, test} from "vitest";
import {pickRecorded} from "../../packages/cells/src/recorded/read-json.ts";
import {readers} from "../../packages/cells/src/recorded/readers.ts";
import type {Generation} from "../../packages/viz/src/generation/data.ts";
import {pathOf, placeTree} from "../../packages/viz/src/generation/tree.ts";
import {fuzz, jsonText, mutated, nested} from "../fuzz.ts";
import {chapters} from "../viz/pictures/chapters.ts";

type Tag = keyof typeof readers;
const drawn = chapters
  .flatMap(({pictures}) => pictures)
  .filter(({tag, properties}) => tag in readers && properties["data"] !== undefined)
  .map(({tag, properties}) => ({
    tag: tag as Tag,
    data: JSON.parse(JSON.stringify(properties["data"])) as unknown
  }));

/** Whether an error is one that says in one line what is wrong. */
const said = (error: unknown): boolean =>
  error instanceof Error &&
  /^(?:recorded |no recorded result|trace|longer than|not JSON)/.test(error.message) &&
  error.message.length <= 400 &&
  !error.message.includes("\n");

fuzz({
  name: "recorded results",
  cases: 3000,
  make: (random) => {
    const {tag, data} = random.one(drawn);
    const trace = {
      format: "ecco-trace",
      version: 1,
      entries: [{request: {prompt: "a"}, result: data}]
    };
    const made = mutated(random.chance(0.8) ? data : trace, random);
    return {tag, text: jsonText(made, random)};
  },
  read: ({tag, text}) => {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw new Error("not JSON");
    }
    return pickRecorded(value, {read: readers[tag] as never, what: tag});
  },
  typed: said
});

/** The first picture of a view. */
const of = (tag: string): Record<string, unknown> =>
  structuredClone(drawn.find((one) => one.tag === tag)!.data) as Record<string, unknown>;
const read = (tag: string, data: unknown): unknown =>
  (readers[tag as Tag] as (recorded: unknown) => unknown)(data);

/** Makes the list at a place shorter by one, or gives it something else. */
function changed(tag: string, path: string, to?: unknown): unknown {
  const data = of(tag);
  const names = path.split(".");
  const last = names.pop()!;
  let at: Record<string, unknown> = data;
  for (const name of names) at = at[name] as Record<string, unknown>;
  at[last] = to === undefined ? (at[last] as unknown[]).slice(1) : to;
  return data;
}

describe("lists that do not go with each other are refused in words", () => {
  test.each<[string, string]>([
    ["ecco-ablation", "effects"],
    ["ecco-ablation", "effects.0"],
    ["ecco-ablation", "layers"],
    ["ecco-ablation", "units"],
    ["ecco-attention", "keys"],
    ["ecco-attention", "away.0"],
    ["ecco-attention", "patterns"],
    ["ecco-attention", "patterns.0"],
    ["ecco-attention", "patterns.0.0"],
    ["ecco-attention", "patterns.0.0.0"],
    ["ecco-logit-lens", "cells"],
    ["ecco-logit-lens", "cells.0"],
    ["ecco-logit-lens", "layers"],
    ["ecco-factors", "factors.0.loadings"],
    ["ecco-factors", "top.0.activations"],
    ["ecco-patching", "values.0"],
    ["ecco-patching", "recovered"],
    ["ecco-patching", "recovered.0"],
    ["ecco-probe", "0.layers.0.confusion"],
    ["ecco-probe", "0.layers.0.confusion.0"],
    ["ecco-probe", "0.classes"],
    ["ecco-projection", "layers.0.points"],
    ["ecco-projection", "layers.0.points.0"],
    ["ecco-projection", "texts"],
    ["ecco-rankings", "columns.0.ranks"],
    ["ecco-rankings", "columns.0.probabilities"],
    ["ecco-rankings", "layers"],
    ["ecco-saliency", "attributions.0.scores"],
    ["ecco-saliency", "attributions.0.norms"],
    ["ecco-saliency", "attributions"],
    ["ecco-saliency-factors", "attribution.scores"],
    ["ecco-saliency-factors", "factors.factors.0.loadings"],
    ["ecco-compare", "a.attribution.scores"],
    ["ecco-compare", "b.attribution.norms"],
    ["ecco-methods", "methods.0.attribution.scores"],
    ["ecco-score", "scores"],
    ["ecco-sentences", "values"],
    ["ecco-sentences", "values.0"],
    ["ecco-similarity", "values"],
    ["ecco-similarity", "values.0"],
    ["ecco-similarity", "columns"]
  ])("%s, %s one shorter", (tag, path) => {
    expect(read(tag, of(tag))).toBeDefined();
    expect(() => read(tag, changed(tag, path))).toThrow(
      /^recorded .+: got \d+ entries, expected \d+; record it again$/
    );
  });
});

describe("what no page can draw is refused in words", () => {
  const token = {id: 1, text: "a", word: null, start: null, end: null, special: false};
  test.each<[string, unknown]>([
    ["a list of a million", Array.from({length: 1_000_000}, () => token)],
    ["a list of twenty thousand", Array.from({length: 20_000}, () => token)],
    ["lists a hundred thousand deep", nested(100_000)],
    [
      "six million values in short lists",
      Array.from({length: 2450}, () => Array.from({length: 2450}, () => 0))
    ]
  ])("%s", (_, list) => {
    for (const name of ["tokens", "more"])
      expect(() => read("ecco-token-strip", {...of("ecco-token-strip"), [name]: list})).toThrow(
        "recorded strip, the whole: got more, expected lists of at most 16384, 5000000 values in all; record it again"
      );
  });

  test.each<[string, string, unknown]>([
    ["ecco-saliency", "tokens", "constructor"],
    ["ecco-saliency", "tokens", {length: 1e9}],
    ["ecco-saliency", "tokens.0", null],
    ["ecco-saliency", "tokens.0.id", Number.NaN],
    ["ecco-attention", "heads", "1\n2\u2028<b>"],
    ["ecco-attention", "heads", -1],
    ["ecco-attention", "heads", 1e9],
    ["ecco-attention", "heads", 1.5],
    ["ecco-attention", "produced", 1e9],
    ["ecco-generation", "steps.0.position", 1e9],
    ["ecco-generation", "leaf", -1],
    ["ecco-saliency", "attributions.0.encoderLength", 1e9],
    ["ecco-factors", "texts.0.end", 1e9],
    ["ecco-score", "counted.0", 1e9],
    ["ecco-projection", "dimensions", -3],
    ["ecco-projection", "dimensions", 1e9],
    ["ecco-direct-logits", "parts.0.kind", "constructor"],
    ["ecco-direct-logits", "by", "__proto__"],
    ["ecco-rankings", "kind", "toString"],
    ["ecco-score", "order", "valueOf"],
    ["ecco-factors", "negative", "constructor"],
    ["ecco-attention", "stack", "constructor"]
  ])("%s, %s: %j", (tag, path, to) => {
    expect(() => read(tag, changed(tag, path, to))).toThrow(/^recorded .+; record it again$/);
  });

  test("more produced tokens than are drawn at once", () => {
    const {steps} = of("ecco-generation") as {readonly steps: readonly unknown[]};
    const many = Array.from({length: 2049}, () => steps[0]);
    expect(() => read("ecco-generation", changed("ecco-generation", "steps", many))).toThrow(
      "recorded generation, steps: got 2049, expected <=2048; record it again"
    );
  });

  test("more methods, and more parts, than a view has rows for", () => {
    const {methods} = of("ecco-methods") as {readonly methods: readonly unknown[]};
    const many = Array.from({length: 65}, () => methods[0]);
    expect(() => read("ecco-methods", changed("ecco-methods", "methods", many))).toThrow(
      "recorded methods, methods: got 65, expected <=64; record it again"
    );
    const {parts} = of("ecco-direct-logits") as {readonly parts: readonly unknown[]};
    const more = Array.from({length: 4097}, () => parts[0]);
    expect(() => read("ecco-direct-logits", changed("ecco-direct-logits", "parts", more))).toThrow(
      "recorded directLogits, parts: got 4097, expected <=4096; record it again"
    );
  });
});

test.each([2, 1e300, null, "1", nested(100_000), {}])("a trace of another version", (version) => {
  const trace = {format: "ecco-trace", version, entries: []};
  expect(() => pickRecorded(trace, {read: () => undefined, what: "a view"})).toThrow(
    /^trace of version (?:[\d.e+]+|object|string), expected 1; update Ecco$/
  );
});

test("a tree whose nodes are each other's parents has a path that ends", () => {
  const node = {
    token: 1,
    text: "a",
    probability: 1,
    logprob: 0,
    step: 0,
    kept: true,
    finished: false
  };
  const tree = [
    {...node, id: 0, parent: 1},
    {...node, id: 1, parent: 0}
  ];
  const data = read("ecco-generation", {...of("ecco-generation"), tree, leaf: 0}) as Generation;
  expect(pathOf(data)).toHaveLength(3);
  expect(placeTree(data).rows).toBe(2);
});
