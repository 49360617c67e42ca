import {expect, test} from "vitest";
import {rowsOf, topOf} from "../../packages/viz/src/activations/rows.ts";
import {factorsTable} from "../../packages/viz/src/factors/table.ts";
import {layersOf, layersWord, picker} from "../../packages/viz/src/neurons/knobs.ts";
import {layersText, namesConverter} from "../../packages/viz/src/neurons/names.ts";
import {loadingsOf, strongestOf, tintOf} from "../../packages/viz/src/neurons/strongest.ts";
import {sumsOf} from "../../packages/viz/src/saliency-factors/sums.ts";
import {recordedNeurons} from "./recorded-neurons.ts";

const {grouped, firing, attribution, continued, passage} = recordedNeurons;

test("a token belongs to the factor with the largest loading, and none of it is dropped but what is next to zero", () => {
  const strongest = strongestOf(passage);
  for (const [position, own] of strongest.entries()) {
    const loadings = passage.factors.map((factor) => factor.loadings[position]!);
    const largest = Math.max(...loadings);
    if (own) expect([own.loading, loadings[own.factor]]).toEqual([largest, largest]);
    else
      expect(
        largest / Math.max(...passage.factors[loadings.indexOf(largest)]!.loadings)
      ).toBeLessThan(0.04);
  }
  expect(loadingsOf(passage, 2).flatMap((own) => (own ? [own.factor] : []))).toContain(2);
  expect(new Set(loadingsOf(passage, 2).flatMap((own) => (own ? [own.factor] : []))).size).toBe(1);
});

test("tints go in nine steps of a factor's largest loading; the eleventh factor takes the first colour again", () => {
  const tint = (share: number, factor = 1): string => tintOf({factor, share, loading: share});
  expect([tint(0), tint(0.039), tint(0.05), tint(1)]).toEqual(["", "", "fac c2 k1", "fac c2 k9"]);
  expect(tint(0.5, 10)).toBe("fac c1 k5");
});

test("names are kept by factor, also where one has none", () => {
  expect(namesConverter.fromAttribute("persons | | verbs")).toEqual(["persons", "", "verbs"]);
  expect(namesConverter.toAttribute(["persons", "", "verbs"])).toBe("persons |  | verbs");
  expect([namesConverter.fromAttribute(""), namesConverter.toAttribute([])]).toEqual([[], null]);
});

test("layers in words, and a picker that offers what is in use", () => {
  expect([layersText([3]), layersText([3, 4, 5]), layersText([0, 2])]).toEqual([
    "layer 3",
    "layers 3–5",
    "layers 0, 2"
  ]);
  expect([layersOf(grouped), layersWord("3..4"), layersWord("2"), layersWord("all")]).toEqual([
    "3..4",
    "layers 3–4",
    "layer 2",
    "all layers"
  ]);
  const [knob] = picker("layers", "Layers", "1..2", ["all", "3"], layersWord);
  expect(knob!.options.map(([value]) => value)).toEqual(["1..2", "all", "3"]);
  expect(picker("layers", "Layers", "all", ["all"], layersWord)).toEqual([]);
});

test("sums by factor are those of their tokens: together the whole attribution, each token once", () => {
  for (const data of [{attribution, factors: grouped}, continued]) {
    const sums = sumsOf(data);
    const {scores, tokens} = data.attribution;
    const total = (of: (sum: (typeof sums)[number]) => number): number =>
      sums.reduce((sum, each) => sum + of(each), 0);
    expect(total(({score}) => score)).toBeCloseTo(
      scores.reduce((a, b) => a + b),
      9
    );
    expect(total(({share}) => share)).toBeCloseTo(1, 9);
    expect(total(({members}) => members.length)).toBe(tokens.length);
  }
});

test("tokens that the factors do not know are in none", () => {
  const cut = {...grouped, tokens: grouped.tokens.slice(0, 10)};
  const rest = sumsOf({attribution, factors: cut}).at(-1)!;
  expect(rest.factor).toBeNull();
  expect(rest.members.filter(({position}) => position >= 10)).toHaveLength(
    attribution.tokens.length - 10
  );
});

test("rows are those of the groups where there are some; negative ones count where they are not clipped", () => {
  expect(rowsOf(grouped).map(({group}) => group)).toEqual(
    [0, 1, 2].flatMap((group) => Array.from({length: 5}, () => group))
  );
  expect(rowsOf(firing)).toHaveLength(firing.top.length);
  const values = firing.top.flatMap(({activations}) => activations);
  expect(topOf(firing)).toBe(Math.max(...values.map(Math.abs)));
  expect(topOf(grouped)).toBe(
    Math.max(...grouped.groups!.flatMap(({neurons}) => neurons.flatMap((n) => n.activations)))
  );
});

test("the table of factors has every loading, activation and weight, in full precision", () => {
  const {rows, columns} = factorsTable(grouped, ["persons"], 2);
  expect(columns[4]!.label).toBe("factor 1, persons");
  for (const [position, row] of rows.slice(0, grouped.tokens.length).entries())
    expect(row.slice(4).map(({value}) => value)).toEqual([
      ...grouped.factors.map(({loadings}) => loadings[position]),
      ...grouped.factors[2]!.neurons.map(({activations}) => activations![position])
    ]);
  const weights = rows.slice(grouped.tokens.length + 1).flatMap((row) => row.slice(4, 10));
  const listed = grouped.factors.flatMap(({neurons}) => neurons.map(({weight}) => weight));
  const descending = (a: number, b: number): number => b - a;
  const told = weights.flatMap(({value}) => (typeof value === "number" ? [value] : []));
  expect(told.toSorted(descending)).toEqual(listed.toSorted(descending));
});
