/** What is said of a target: the question a map answers, and how likely the model finds it. */
import {expect, test} from "vitest";
import {readAblation} from "../../packages/cells/src/recorded/read-ablation.ts";
import {readAttribution} from "../../packages/cells/src/recorded/read-attribution.ts";
import {spokenAsked, spokenAskedOfGroups} from "../../packages/viz/src/target/asked.ts";
import {ranksInWords} from "../../packages/viz/src/target/ranked.ts";
import type {Target} from "../../packages/viz/src/target/ranked.ts";
import {tableToCsv} from "../../packages/viz/src/view/table.ts";
import ablation from "./data/ablation.json" with {type: "json"};
import {recorded} from "./recorded.ts";

const paris: Target = {
  id: 7,
  text: " Paris",
  of: "logprob",
  probability: 0.773,
  rank: 1,
  likelier: null,
  foil: null,
  position: 3
};
const london = {id: 8, text: " London", probability: 0.0125, rank: 3, likelier: null};
const contrast: Target = {...paris, foil: london};

test.each([
  [paris, "deeplift", true, "What raised and what lowered the log-probability of Paris"],
  [
    contrast,
    "deeplift",
    true,
    "What raised and what lowered the log-probability of Paris against London"
  ],
  [
    {...contrast, of: "logit"},
    "occlusion",
    false,
    "How much each token moved the logit of Paris against London, without signs"
  ],
  [{...paris, of: "probability"}, "saliency", true, "What the probability of Paris depends on"],
  [
    contrast,
    "gradient-attention",
    true,
    "What the log-probability of Paris against London depends on"
  ],
  [paris, "attention-rollout", true, "What attention leads to from where Paris is read"],
  [paris, "attention-flow", true, "What attention leads to from where Paris is read"],
  [paris, "value-zeroing", true, "What the last layer depends on where Paris is read"],
  [
    {...paris, id: null, text: null, of: "entropy"},
    "deeplift",
    true,
    "What raised and what lowered the entropy"
  ],
  [
    {...paris, id: null, text: "Berlin", of: "kl"},
    "deeplift",
    true,
    "What raised and what lowered the divergence from Berlin"
  ],
  [{...paris, id: null, text: null, of: "kl"}, "attention-flow", true, "What attention leads to"]
])("%o by %s, signed %s: %s", (target, method, signed, said) => {
  expect(spokenAsked(target, {method, signed})).toBe(said);
});

test("only what has a sign is said to have raised, of words and of groups of words too", () => {
  expect(spokenAsked(paris, {method: "lrp", signed: false, unit: "word"})).toMatch(
    /each word moved/
  );
  expect(spokenAskedOfGroups(paris, "deeplift")).toBe(
    "Which groups of words raised and which lowered the log-probability of Paris"
  );
  expect(spokenAskedOfGroups(paris, "saliency")).toBe(
    "Which groups of words the log-probability of Paris depends on"
  );
});

test("rank and probability of target and foil, and a far likelier spelling with both", () => {
  expect(ranksInWords([{target: contrast}])).toEqual([
    "Paris rank 1, 77.3\u00a0% against London rank 3, 1.3\u00a0%"
  ]);
  const bare = {...paris, text: "Paris", probability: 0.0001, rank: 812};
  const likelier = {id: 7, text: " Paris", probability: 0.773, rank: 1};
  expect(ranksInWords([{lead: "A", target: {...bare, likelier}}])).toEqual([
    "A Paris rank 812, 0.01\u00a0%; far likelier with a space before it: Paris rank 1, 77.3\u00a0%"
  ]);
  // Of a continuation there is no rank.
  expect(ranksInWords([{target: {...paris, text: " the city", rank: null}}])).toEqual([
    "the city 77.3\u00a0%"
  ]);
});

test("records of before, which do not say how likely a target is, are read and drawn without", () => {
  const {id, text, of, value, position} = recorded.gradient.target;
  const target = {id, text, of, value, position, foil: null};
  const {notes: _, ...old} = {...recorded.gradient, target};
  expect(readAttribution(old)).toBe(old);
  expect(ranksInWords([{target}])).toEqual([]);
  const before = {...ablation.head, target: {id, text, of, position, foil: {id: 8, text: null}}};
  expect(readAblation(before)).toBe(before);
  expect(() => readAttribution({...old, target: {...target, rank: "1"}})).toThrow(/target\.rank/);
});

test("what is said of a whole table stands in the first row of its CSV", () => {
  const columns = [{label: "a"}];
  const rows = [[{text: "1", value: 1}], [{text: "2", value: 2}]];
  expect(tableToCsv({caption: "", columns, rows})).toBe("a\r\n1\r\n2");
  expect(tableToCsv({caption: "", columns, rows, notes: ["x", "y, z"]})).toBe(
    'a,notes\r\n1,"x; y, z"\r\n2,'
  );
});
