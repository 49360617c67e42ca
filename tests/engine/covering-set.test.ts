/** The models that slow laws run on have between them all that any model has, and none of them is one too many. */
import {beforeAll, expect, test} from "vitest";
import {architectureNames} from "./architecture-laws.ts";
import {covering} from "./covering-set.ts";
import {featuresOf} from "./graph-features.ts";
import {fixture} from "./oracle.ts";

type Features = ReadonlyMap<string, ReadonlySet<string>>;

/** Returns what these models have between them. */
const featuresIn = (names: readonly string[], features: Features): ReadonlySet<string> =>
  new Set(names.flatMap((name) => [...features.get(name)!]));

/** Returns names that have every feature: each time the one with most of what is missing, and then none that others make up for. */
function cover(features: Features): readonly string[] {
  const missing = new Set(featuresIn([...features.keys()], features));
  const taken: string[] = [];
  const gain = (name: string): number =>
    [...features.get(name)!].filter((feature) => missing.has(feature)).length;
  while (missing.size > 0) {
    const best = [...features.keys()].reduce((a, b) => (gain(b) > gain(a) ? b : a));
    taken.push(best);
    for (const feature of features.get(best)!) missing.delete(feature);
  }
  const count = featuresIn(taken, features).size;
  let kept: readonly string[] = taken;
  for (const name of taken) {
    const others = kept.filter((other) => other !== name);
    if (featuresIn(others, features).size === count) kept = others;
  }
  return kept.toSorted();
}

let features: Features;
beforeAll(async () => {
  const found = new Map<string, ReadonlySet<string>>();
  for (const name of architectureNames)
    found.set(name, await featuresOf(fixture(`architectures/${name}`)));
  features = found;
});

test("every operation, fill, site, fact and rule of every model is one of theirs", () => {
  const all = featuresIn(architectureNames, features);
  expect(all.size).toBeGreaterThan(500);
  const theirs = featuresIn(covering, features);
  expect([...all].filter((feature) => !theirs.has(feature))).toEqual([]);
});

test("each of them has something that no other one of them has", () => {
  for (const name of covering) {
    const others = featuresIn(
      covering.filter((other) => other !== name),
      features
    );
    const own = [...features.get(name)!].filter((feature) => !others.has(feature));
    expect(own.length, `${name} is one too many`).toBeGreaterThan(0);
  }
});

test("they are the ones that are computed", () => {
  const computed = cover(features);
  const told = `write into tests/engine/covering-set.ts: ${JSON.stringify(computed)}`;
  expect(covering, told).toEqual(computed);
});
