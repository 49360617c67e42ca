/** A process that is busy with a model's own patterns says so, and gives up. */
import {nodeOptions} from "../../apps/cli/bin/node-options.js";
import {spawnSync} from "node:child_process";
import {expect, test} from "vitest";

const at = (path: string): string => JSON.stringify(new URL(`../../${path}`, import.meta.url).href);

/** Runs lines of a module in a process of their own; returns what they write on stderr. */
function stderrOf(lines: string): string {
  const script = `
    import {sayWhenSlow} from ${at("apps/cli/src/output/slow-reading.ts")};
    import {withinTime} from ${at("packages/engine/src/tokenizers/time-limit.ts")};
    ${lines}`;
  const {stderr, status} = spawnSync(
    process.execPath,
    [...nodeOptions, "--input-type=module", "-e", script],
    {encoding: "utf8"}
  );
  expect(status).toBe(0);
  return stderr;
}

test("a pattern that does not end is spoken of while it runs, once, and is given up", () => {
  const stderr = stderrOf(`
    sayWhenSlow({said: 200, ended: 3000});
    try {
      withinTime("text", "a", () => /(a+)+$/.test("a".repeat(40) + "!"));
    } catch (error) {
      console.error(error.code + ": " + error.message);
    }`);
  expect(stderr.trim().split("\n")).toEqual([
    "ecco: the model does not answer yet: reading the prompt; it is given up after 3 s",
    "input: the tokenizer's pattern did not end within 3 s on this text; change or shorten the text, or take another model"
  ]);
});

test("what ends is not spoken of, however much of it there is", () => {
  const stderr = stderrOf(`
    sayWhenSlow({said: 10_000, ended: 20_000});
    for (let i = 0; i < 200; i++) withinTime("text", "a", () => i);`);
  expect(stderr).toBe("");
});
