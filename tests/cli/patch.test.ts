import {expect, test} from "vitest";
import type {
  Ablation,
  Attribution,
  AttributionMatrix,
  Generation,
  Patching,
  PathPatching
} from "../../packages/engine/src/index.ts";
import {ecco, eccoJson, expectOneLine} from "./ecco.ts";

const texts = ["The capital of France is", "The capital of Japan is"] as const;

test("patch: layers by positions, between what both runs say", async () => {
  const {site, values, recovered, clean, corrupt, agreement} = await eccoJson<Patching>([
    "patch",
    "atlas",
    ...texts,
    "--target",
    " Paris",
    "--gradient"
  ]);
  expect(site).toBe("residual");
  expect([values.length, values[0]!.length]).toEqual([9, 5]);
  expect(clean).toBeGreaterThan(corrupt);
  // The country carries it at first, the last position at the end.
  expect(recovered![0]![3]).toBeCloseTo(1, 3);
  expect(values.at(-1)!.at(-1)).toBeCloseTo(clean, 3);
  expect(agreement).toBeGreaterThan(0.9);
});

test("patch: rows of the stream are before a layer, the last its end; equal texts have nothing to bring back", async () => {
  const {stdout} = await ecco(["patch", "atlas", ...texts]);
  expect(stdout).toMatch(/how much of the difference the clean residual brings back \(1 = all/);
  expect(stdout).toMatch(/\nbefore layer .*\n +0 [^]*\n +7 .*\n +end .* 1\.00\n/);
  const same = await ecco(["patch", "atlas", texts[0], texts[0]]);
  expect(same.stdout).toMatch(/there is no difference to bring back.*logprob\(·Paris\) itself/);
});

test("patch: texts of other lengths, and one text alone, are refused in one line", async () => {
  expectOneLine(
    await ecco(["patch", "atlas", texts[0]]),
    1,
    /expected two texts, CLEAN and CORRUPT/
  );
  expectOneLine(
    await ecco(["patch", "atlas", texts[0], "Japan", "--backend", "reference"]),
    1,
    /tokens/
  );
});

test("patch --batch: one pair a line; a line that is none says so, and the others go on", async () => {
  const [clean, corrupt] = texts;
  const lines = [{clean, corrupt}, {clean}, {clean: {ids: [1, 2]}, corrupt: {ids: [1, 3]}}];
  const stdin = lines.map((line) => JSON.stringify(line)).join("\n");
  const {stdout, stderr, code} = await ecco(["patch", "atlas", "--batch", "-"], {stdin});
  const [one, two, three] = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Partial<Patching> & {readonly error?: string});
  expect([one!.values![0]!.length, two!.error, three!.values![0]!.length]).toEqual([
    5,
    expect.stringMatching(/line 2: .*expected \{"clean": "text", "corrupt": "text"\}/),
    2
  ]);
  expect([stderr.trimEnd().split("\n").length, code]).toEqual([1, 1]);
});

test("patch --from: one path, and what it carries", async () => {
  const {from, to, direction, share, effect, value, clean} = await eccoJson<PathPatching>([
    "patch",
    "atlas",
    ...texts,
    "--from",
    "mlp:7@-1",
    "--direction",
    "noise",
    "--of",
    "logit"
  ]);
  expect([from, to, direction]).toEqual([{site: "mlp", layer: 7, position: -1}, "output", "noise"]);
  expect(value - clean).toBeCloseTo(effect, 4);
  expect(share).toBeGreaterThan(0.05);
  const {stdout} = await ecco(["patch", "atlas", ...texts, "--from", "head:3:2", "--to", "mlp:5"]);
  expect(stdout).toMatch(/head:3:2 → mlp:5: .*of the difference/);
  const failing = ["patch", "atlas", ...texts];
  expectOneLine(await ecco([...failing, "--from", "door:1"]), 1, /expected SITE:LAYER/);
  expectOneLine(await ecco([...failing, "--to", "mlp:5"]), 1, /--to is of a path; give --from/);
  expectOneLine(
    await ecco([...failing, "--from", "mlp:1", "--site", "mlp"]),
    1,
    /--site is of a grid; leave out --from/
  );
});

test("ablate: units by the size of what they change", async () => {
  const {effects, layers, units, value} = await eccoJson<Ablation>([
    "ablate",
    "atlas",
    texts[0],
    "--layers",
    "1,2",
    "--positions",
    "-1",
    "--with",
    "mean"
  ]);
  expect([layers, units, effects.length]).toEqual([[1, 2], [0, 1, 2, 3, 4, 5], 2]);
  // A log-probability.
  expect(value).toBeLessThan(0);
  expect(Math.exp(value)).toBeGreaterThan(0.9);
  const {stdout} = await ecco(["ablate", "atlas", texts[0], "--site", "mlp"]);
  expect(stdout).toMatch(
    /its change with zero in place of each mlp\n·Paris rank 1, [\d.]+ %\nmlp +change\n0 /
  );
});

test("generate: neurons held back or raised, the stream turned", async () => {
  const made = (args: readonly string[]) =>
    eccoJson<Generation>(["generate", "atlas", texts[0], "--tokens", "1", ...args]);
  const [plain, held, raised, turned] = [
    await made([]),
    await made(["--inhibit", "7:0,1,2", "--inhibit", "6:5"]),
    await made(["--amplify", "7:0,1,2*3"]),
    await made(["--steer", "London", "--steer-against", "Paris", "--steer-coefficient", "4"])
  ];
  const first = ({steps}: Generation): number => steps[0]!.probability;
  expect(new Set([plain, held, raised, turned].map(first)).size).toBe(4);
  const generate = ["generate", "atlas", texts[0]];
  expectOneLine(await ecco([...generate, "--inhibit", "x"]), 1, /expected LAYER:NEURON/);
  expectOneLine(await ecco([...generate, "--steer", "a"]), 1, /give both --steer and/);
  expectOneLine(await ecco([...generate, "--steer-layer", "1"]), 1, /got no texts/);
});

test("explain: another text as the baseline, groups of tokens, the numbers behind a score", async () => {
  const {scores, groups, dimensions, baseline} = await eccoJson<Attribution>([
    "explain",
    "atlas",
    texts[0],
    "--baseline-text",
    texts[1],
    "--groups",
    "0,1;3",
    "--dimensions"
  ]);
  expect(baseline).toBe(JSON.stringify(texts[1]));
  // Only the country is another.
  expect(scores.map((score) => Math.abs(score) > 1e-4)).toEqual([false, false, false, true, false]);
  expect(groups!.map(({tokens}) => tokens)).toEqual([[0, 1], [3]]);
  const country = Array.from(dimensions![3]!);
  expect(country.length).toBe(192);
  expect(country.reduce((sum, x) => sum + x, 0)).toBeCloseTo(scores[3]!, 4);
});

test("explain --all: each produced token by those before it", async () => {
  const ask = ["explain", "atlas", texts[0], "--all"];
  const {rows, tokens} = await eccoJson<AttributionMatrix>([...ask, "--tokens", "3"]);
  expect(rows.map(({scores}) => scores.length)).toEqual([5, 6, 7]);
  expect(rows[0]!.token.text).toBe(" Paris");
  expect(tokens.length).toBe(8);
  const {stdout} = await ecco([...ask, "--which", "prompt", "--method", "occlusion"]);
  expect(stdout).toMatch(/^occlusion of each token\nexplained +probability +rank +The +·capital/);
  expectOneLine(await ecco(["explain", "atlas", "a", "--tokens", "3"]), 1, /are of --all/);
});
