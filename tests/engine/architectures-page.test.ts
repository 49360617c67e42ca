import {readFileSync, readdirSync} from "node:fs";
import {join} from "node:path";
import {expect, test} from "vitest";
import {architectures, buildGraph} from "../../packages/engine/src/architectures/index.ts";
import {architectureTolerances} from "./architecture-laws.ts";
import {fixture} from "./oracle.ts";

const root = join(import.meta.dirname, "../..");
const page = readFileSync(join(root, "docs/architectures.md"), "utf8");
const [families, differences] = page
  .split(/^## /m)
  .slice(1)
  .map((section) =>
    section
      .split("\n")
      .filter((line) => /^\| (?!---)/.test(line))
      .slice(1)
  ) as [string[], string[]];
const cells = (line: string): string[] =>
  line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());

test("docs/architectures.md lists the families of the registry, each with what verified it", () => {
  expect(families.map((line) => cells(line)[0])).toEqual(
    architectures.map(({types}) => types.map((type) => `\`${type}\``).join(", "))
  );
  for (const line of families) expect(cells(line)[2], line).toMatch(/^`\w+`/);
});

test("docs/architectures.md has a row for each verified model, all numbers within the tolerances", () => {
  expect(differences.map((line) => cells(line)[0])).toEqual(
    readdirSync(fixture("architectures")).toSorted()
  );
  const bounds = Object.values(architectureTolerances).flatMap(({logits, inner}) => [
    logits,
    inner,
    inner,
    logits,
    logits
  ]);
  for (const line of differences) {
    const numbers = cells(line).slice(1);
    expect(numbers.length, line).toBe(bounds.length);
    numbers.forEach((text, index) => {
      if (text !== "–") expect(Number(text.replace("−", "-")), line).toBeLessThan(bounds[index]!);
    });
  }
});

test("the walk-through shows the file it speaks of", () => {
  const text = readFileSync(join(root, "docs/adding-an-architecture.md"), "utf8");
  const [, name] = /`(packages\/engine\/src\/architectures\/[\w-]+\.ts)`:/.exec(text)!;
  const [, code] = /```ts\n([^]*?)```/.exec(text)!;
  expect(code).toBe(readFileSync(join(root, name!), "utf8"));
});

test("an unsupported family is named, with the nearest one and how to add it", () => {
  expect(() => buildGraph({model_type: "qwen2_moe"}, new Map())).toThrow(
    /model_type is "qwen2_moe".*nearest supported is qwen2.*docs\/adding-an-architecture\.md/
  );
  expect(() => buildGraph({}, new Map())).toThrow(/model_type is missing/);
});
