import {cp, mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {inChunks} from "../../apps/cli/src/input/in-chunks.ts";
import {liveText} from "../../apps/cli/src/output/live-text.ts";
import type {Generation} from "../../packages/engine/src/results.ts";
import {ecco, eccoJson, expectOneLine} from "./ecco.ts";

const heathrow = "Heathrow airport is located in the city of";
const models = join(import.meta.dirname, "../../models");
let folder = "";
/** Atlas with a chat template beside it. */
let chatty = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ecco-generate-"));
  chatty = join(folder, "chatty");
  await cp(join(models, "atlas"), chatty, {recursive: true});
  await writeFile(
    join(chatty, "chat_template.jinja"),
    "{% for message in messages %}{{ message['role'] }}: {{ message['content'] }}\n{% endfor %}{% if add_generation_prompt %}assistant:{% endif %}"
  );
});
afterAll(() => rm(folder, {recursive: true}));

const idsOf = ({steps}: Generation): number[] => steps.map(({token}) => token.id);
const textOf = ({tokens}: Generation): string => tokens.map(({text}) => text).join("");
const generated = (...args: string[]): Promise<Generation> =>
  eccoJson<Generation>(["generate", ...args]);

describe("generate", () => {
  test("draws: the same seed gives the same, and says which it was", async () => {
    const flags = ["--temperature", "2", "--top-k", "40", "--top-p", "0.99", "--min-p", "0.001"];
    const more = [...flags, "--repetition-penalty", "1.1", "--tokens", "6"];
    const first = await generated("atlas", heathrow, ...more);
    expect(Number.isInteger(first.seed)).toBe(true);
    const again = await generated("atlas", heathrow, ...more, "--seed", String(first.seed));
    expect(idsOf(again)).toEqual(idsOf(first));
    for (const {sampled} of first.steps) {
      expect(sampled).toBeGreaterThan(0);
      expect(sampled).toBeLessThanOrEqual(1);
    }
    const greedy = await generated("atlas", heathrow, "--tokens", "1", "--top-k", "40");
    expect(greedy.seed).toBeNull();
    expect(greedy.steps[0]!.sampled).toBeUndefined();
  });

  test("searches: the tree holds what is returned", async () => {
    const flags = ["--beams", "3", "--length-penalty", "0.5", "--tokens", "3"];
    const {tree, leaf, steps, stopped} = await generated("atlas", "1, 2, 3,", ...flags);
    const path: number[] = [];
    for (let at: number | null = leaf!; at !== null; at = tree![at]!.parent)
      path.unshift(tree![at]!.token);
    expect(path).toEqual(steps.map(({token}) => token.id));
    expect(stopped).toEqual({reason: "length"});
  });

  test("stops at a text, and at the end token unless it is told not to", async () => {
    const cut = await generated("atlas", heathrow, "--stop", "don");
    expect(cut.text).toBe(" Lon");
    expect(cut.stopped).toEqual({reason: "stop", text: "don"});
    const ended = await generated("atlas", heathrow);
    expect(ended.stopped).toEqual({reason: "end"});
    expect(ended.steps).toHaveLength(3);
    expect((await generated("atlas", heathrow, "--no-stop-at-end")).steps).toHaveLength(8);
  });

  test("chats by the model's template, and says where there is none", async () => {
    const said = await generated(chatty, "hello", "--chat", "--tokens", "2", "--no-stop-at-end");
    expect(textOf(said)).toBe("user: hello\nassistant:");
    expect(said.steps).toHaveLength(2);
    const led = await generated(chatty, "hello", "--system", "be kind", "--tokens", "1");
    expect(textOf(led)).toBe("system: be kind\nuser: hello\nassistant:");
    expectOneLine(
      await ecco(["generate", "atlas", "hello", "--chat"]),
      1,
      /has no chat template.*give a text instead/
    );
    expectOneLine(
      await ecco(["generate", chatty, "--ids", "5,6", "--chat"]),
      1,
      /--chat: got ids, expected a text/
    );
  });

  test.each([
    [["--top-p", "1.5"], /topP: got 1.5, expected a number above 0, at most 1/],
    [["--beams", "2", "--temperature", "1"], /beams: got 2 together with temperature 1/],
    [["--temperature", "warm"], /expected a number/],
    [["--tokens", "0"], /expected a whole number from 1/]
  ])("%j is refused", async (flags, message) => {
    expectOneLine(await ecco(["generate", "atlas", "a", ...flags]), 1, message);
  });

  test("a batch gives what each line gives alone; a line that fails says so in its place", async () => {
    const path = join(folder, "batch.jsonl");
    const messages = [{role: "user", content: "hi"}];
    const lines: unknown[] = [
      heathrow,
      {text: "1, 2, 3,"},
      {ids: [9999]},
      {ids: [5, 6]},
      {messages}
    ];
    await writeFile(path, `${lines.map((line) => JSON.stringify(line)).join("\n")}\n{"text": 1}\n`);
    const flags = ["--tokens", "3", "--temperature", "0.8", "--seed", "5"];
    const {code, stdout, stderr} = await ecco(["generate", chatty, "--batch", path, ...flags]);
    expect(code).toBe(1);
    expect(stderr.trim().split("\n")).toHaveLength(2);
    const answers = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Generation & {line?: number; error?: string});
    expect(answers.map(({line}) => line ?? null)).toEqual([null, null, 3, null, null, 6]);
    expect(answers[2]!.error).toMatch(/got 9999, expected whole numbers from 0/);
    expect(idsOf(answers[0]!)).toEqual(idsOf(await generated(chatty, heathrow, ...flags)));
    expect(idsOf(answers[3]!)).toEqual(idsOf(await generated(chatty, "--ids", "5,6", ...flags)));
    expect(textOf(answers[4]!)).toBe("user: hi\nassistant:");

    await writeFile(path, [heathrow, heathrow].map((line) => JSON.stringify(line)).join("\n"));
    const good = await ecco(["generate", "atlas", "--batch", path, "--tokens", "2"]);
    expect(good.code).toBe(0);
    const [one, two] = good.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Generation);
    expect(idsOf(one!)).toEqual(idsOf(await generated("atlas", heathrow, "--tokens", "2")));
    expect(idsOf(two!)).toEqual(idsOf(one!));
    // Together: both prompts' tokens are in one bill.
    expect(one!.provenance.forwards).toBe(4);
  });
});

describe("lines that come", () => {
  async function* slowly(): AsyncGenerator<number> {
    yield 1;
    yield 2;
    yield 3;
    await new Promise((resolve) => setTimeout(resolve, 150));
    yield 4;
    throw new Error("broken off");
  }
  test("are taken together, without waiting for those that are late; none is lost to a failure", async () => {
    const lists: number[][] = [];
    const reading = (async () => {
      for await (const list of inChunks(slowly(), 2, 20)) lists.push(list);
    })();
    await expect(reading).rejects.toThrow("broken off");
    expect(lists).toEqual([[1, 2], [3], [4]]);
  });
});

describe("text on a terminal", () => {
  test("is written as it comes, once, and nothing in it is obeyed", () => {
    const parts: string[] = [];
    const live = liveText((part) => parts.push(part));
    for (const text of [" a", " a", " a\u001b[2Jb\n", null]) live.tell(text);
    expect(live.end(" a\u001b[2Jb\nc")).toBe(true);
    expect(parts).toEqual([" a", "\uFFFD[2Jb\n", "c", "\n\n"]);
    expect(liveText(() => expect.unreachable()).end("")).toBe(false);
  });
});
