/** What is recorded of laws is complete, and holds only as long as nothing that decides their numbers changes. */
import {existsSync, readFileSync} from "node:fs";
import {dirname, join, relative} from "node:path";
import {describe, expect, test} from "vitest";
import type {BackendName} from "../../packages/engine/src/results.ts";
import {covering} from "../engine/covering-set.ts";
import type {Expected} from "../engine/numbers.ts";
import {json} from "../engine/oracle.ts";
import {engineOf, Hasher, sourcesOf} from "./hash.ts";
import {engine, keyOf, laws, undecisive} from "./laws.ts";
import type {Law, Place} from "./laws.ts";
import {readRecord, recordOf, unchanged} from "./record.ts";

const root = join(import.meta.dirname, "../..");
const bytes = (path: string): Uint8Array => readFileSync(join(root, path));

/** Returns a hasher that finds one more character in this file. */
const changedIn = (changed: string): Hasher =>
  new Hasher((path) =>
    path === changed ? Buffer.concat([bytes(path), Buffer.from(" ")]) : bytes(path)
  );

const cases: readonly (readonly [Law, BackendName, Place, string])[] = [
  ["methods", "onnx", "node", "gpt2"],
  ["methods", "webgpu", "page", "gpt2"],
  ["methods", "webgpu", "page", "t5"],
  ["causal", "reference", "node", "gpt2"],
  ["hardware", "webgpu", "page", "all"]
];
const [onnx, webgpu, other, reference, hardware] = cases.map((one) => one.join(" "));

/** Returns the laws of the cases that a change of this file would run again. */
function runAgainBy(changed: string): readonly string[] {
  const [before, after] = [new Hasher(), changedIn(changed)];
  return cases.filter((one) => before.of(...one) !== after.of(...one)).map((one) => one.join(" "));
}

describe("what is recorded is run again", () => {
  test.each<[what: string, file: string, again: readonly (string | undefined)[]]>([
    ["a rule", `${engine}/autodiff/relevance.ts`, [onnx, webgpu, other, reference, hardware]],
    ["a graph", `${engine}/architectures/gpt2.ts`, [onnx, webgpu, other, reference, hardware]],
    ["what is asked", `${engine}/explain/session.ts`, [onnx, webgpu, other, reference, hardware]],
    ["ONNX's operators", `${engine}/backends/onnx/emit.ts`, [onnx]],
    ["WebGPU's buffers", `${engine}/backends/webgpu/buffers.ts`, [webgpu, other, hardware]],
    ["a model", "tests/fixtures/architectures/gpt2/model.safetensors", [onnx, webgpu, reference]],
    ["its reference", "tests/fixtures/architectures/t5/expected.json", [other]],
    ["a law", "tests/engine/method-laws.ts", [onnx, webgpu, other]],
    ["a case", "tests/webgpu/cases.ts", [hardware]]
  ])("where %s has changed", (_, file, again) => {
    expect(existsSync(join(root, file)), file).toBe(true);
    expect(runAgainBy(file)).toEqual(again);
  });

  test("where another browser or runtime computes, and not where a tokenizer changed", () => {
    expect(runAgainBy(`${engine}/tokenizers/tokenizer.ts`)).toEqual([]);
    const hasher = new Hasher();
    expect(hasher.of("methods", "onnx", "node", "gpt2")).not.toBe(
      hasher.of("methods", "onnx", "page", "gpt2")
    );
  });
});

/** Returns every file of ours that a file imports, and that those import. */
function reachedFrom(file: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const text = new TextDecoder().decode(bytes(file));
  for (const [, name] of text.matchAll(/(?:from|import\(?)\s*"((?:\.|@ecco\/)[^"]+)"/g)) {
    const path = name!.startsWith("@ecco/")
      ? `packages/${name!.slice("@ecco/".length)}/src/index.ts`
      : relative(root, join(root, dirname(file), name!)).replaceAll("\\", "/");
    if (/\.(ts|js)$/.test(path)) reachedFrom(path, seen);
  }
  return seen;
}

test.each(Object.keys(laws) as Law[])(
  "%s: all that the law is made with decides its hash, or is named as what decides no numbers",
  (law) => {
    const backends: readonly BackendName[] = ["reference", "onnx", "webgpu"];
    const known = [...backends.flatMap(engineOf), ...sourcesOf(law, "gpt2")];
    const isIn = (file: string, paths: readonly string[]): boolean =>
      paths.some((path) => file === path || file.startsWith(`${path}/`));
    // What only says which models are run, and whether.
    const choosing = [
      "tests/engine/covering-set.ts",
      "tests/webgpu/kinds.ts",
      "tests/replay",
      "scripts/browser.js"
    ];
    const missing = [...reachedFrom(laws[law].file)].filter(
      (file) => !isIn(file, [...known, ...undecisive, ...choosing])
    );
    expect(missing).toEqual([]);
  }
);

/** Whether a law says anything of a model: what goes on is said of those that write. */
const isAsked = (law: Law, name: string): boolean =>
  law !== "cache" || json<Expected>(`architectures/${name}/expected.json`).greedy !== undefined;

describe("the record", () => {
  const record = readRecord();

  test("has every law of the covering set on each backend that it has any of", () => {
    const kinds = new Set(Object.keys(record).map((key) => key.split(" ").slice(0, 3).join(" ")));
    expect(kinds.size).toBeGreaterThan(0);
    const missing = [...kinds].flatMap((kind) => {
      const [law, backend, where] = kind.split(" ") as [Law, BackendName, Place];
      const names = laws[law].ofModels ? covering.filter((name) => isAsked(law, name)) : ["all"];
      return names.map((name) => keyOf(law, backend, where, name)).filter((key) => !record[key]);
    });
    expect(missing, "npm run record").toEqual([]);
  });

  test("holds no difference above its bound, and no run without tests", () => {
    for (const [key, {tests, differences}] of Object.entries(record)) {
      expect(tests, key).toBeGreaterThan(0);
      for (const [what, {greatest, below}] of Object.entries(differences))
        expect(greatest, `${key}: ${what}`).toBeLessThanOrEqual(below);
    }
  });

  test("takes no law one of whose tests failed, or all of whose tests were skipped", () => {
    const key = "methods onnx node gpt2";
    const passed = {key, state: "passed", differences: {logit: {greatest: 1e-7, below: 1e-3}}};
    const hasher = new Hasher();
    const of = (...states: readonly string[]): number =>
      Object.keys(
        recordOf(
          states.map((state) => ({...passed, state})),
          hasher
        )
      ).length;
    expect([of("passed"), of("passed", "skipped"), of("passed", "failed"), of("skipped")]).toEqual([
      1, 1, 0, 0
    ]);
    const found = recordOf([passed], hasher);
    expect(unchanged(found, hasher)).toEqual(found);
    expect(unchanged(found, changedIn("tests/engine/method-laws.ts"))).toEqual({});
    expect(unchanged({"gone onnx node all": found[key]!}, hasher)).toEqual({});
  });
});
