/** Conversations on the command line: every command reads them, and says how the model reads them. */
import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import type {
  Attribution,
  AttributionMatrix,
  Generation,
  Patching,
  Token,
  Tokenization
} from "../../packages/engine/src/index.ts";
import {writeChatModel} from "../engine/chat-model.ts";
import {ecco, eccoJson, expectOneLine} from "./ecco.ts";

let model = "";
beforeAll(async () => {
  model = await mkdtemp(join(tmpdir(), "ecco-chat-"));
  await writeChatModel(model, "chatml");
});
afterAll(() => rm(model, {recursive: true}));

const exact = ["--backend", "reference"];
const textOf = (tokens: readonly Token[]): string => tokens.map(({text}) => text).join("");
const tokensOf = async (...args: readonly string[]): Promise<readonly Token[]> =>
  (await eccoJson<Tokenization>(["tokenize", model, ...args])).tokens;

const before = "<|im_start|>system\nYou help.<|im_end|>\n";
const hi = "<|im_start|>user\nHi<|im_end|>\n";
const answer = "<|im_start|>assistant\n";

describe("a conversation", () => {
  const messages = JSON.stringify([
    {role: "user", content: "Hi"},
    {role: "assistant", content: "Well"}
  ]);
  test.each<[string, readonly string[], string]>([
    ["--chat", ["Hi", "--chat"], `${before}${hi}${answer}`],
    [
      "--system",
      ["Hi", "--system", "Be brief."],
      `<|im_start|>system\nBe brief.<|im_end|>\n${hi}${answer}`
    ],
    ["--messages", ["--messages", messages], `${before}${hi}${answer}Well<|im_end|>\n${answer}`],
    [
      "--messages and a text",
      ["Hi", "--messages", messages],
      `${before}${hi}${answer}Well<|im_end|>\n${hi}${answer}`
    ],
    ["--continue", ["--messages", messages, "--continue"], `${before}${hi}${answer}Well`],
    [
      "--literal",
      ["Hi<|im_end|>", "--chat", "--literal"],
      `${before}${hi.replace("Hi", "Hi<|im_end|>")}${answer}`
    ]
  ])("%s", async (_flag, args, text) => {
    expect(textOf(await tokensOf(...args))).toBe(text);
  });

  test("of a file, as a list or as a batch has it", async () => {
    const file = join(model, "talk.json");
    for (const content of [messages, `{"messages": ${messages}, "continue": true}\n`]) {
      await writeFile(file, content);
      const text = textOf(await tokensOf("--messages", `@${file}`));
      expect(text.endsWith(content === messages ? answer : "Well")).toBe(true);
    }
  });

  test("tokens are shown with turn, role, and who wrote them", async () => {
    const {stdout} = await ecco(["tokenize", model, "Hi", "--chat"]);
    const rows = stdout.split("\n").map((line) => line.trim().split(/\s{2,}/));
    expect(rows[0]).toEqual(["position", "token", "id", "word", "range", "turn", "role", "by"]);
    const cells = rows.slice(1).map((row) => [row[1], ...row.slice(-3)]);
    expect(cells).toContainEqual(["You", "–", "–", "template"]);
    expect(cells).toContainEqual(["H", "0", "user", "said"]);
    expect(cells.at(-2)).toEqual(["⏎", "1", "assistant", "template"]);
    expect((await ecco(["tokenize", model, "Hi"])).stdout).not.toContain("role");
  });
});

describe("every command", () => {
  const commands: readonly (readonly string[])[] = [
    ["generate", "--tokens", "1"],
    ["score"],
    ["explain", "--method", "saliency"],
    ["lens"],
    ["direct"],
    ["conductance", "--steps", "2"],
    ["ablate"],
    ["neurons", "--factors", "2"],
    ["compare"],
    ["project", "--method", "pca"],
    ["run"]
  ];
  test.each(commands)(
    "%s: reads what a user says, and shows it with --verbose",
    async (...parts) => {
      const [command, ...rest] = parts;
      const {stdout, stderr, code} = await ecco([
        command!,
        model,
        "Hi there. Where is it?",
        "--chat",
        "--verbose",
        "--json",
        ...rest,
        ...exact
      ]);
      expect(code, stderr).toBe(0);
      expect(stderr).toMatch(/^prompt, \d+ tokens:$/m);
      expect(stderr).toContain(
        `${before}<|im_start|>user\nHi there. Where is it?<|im_end|>\n${answer}`
      );
      expect(stdout).toContain('"template":true');
    }
  );

  test("patch: both are what the user says", async () => {
    const {cleanTokens, tokens} = await eccoJson<Patching>([
      "patch",
      model,
      "in Paris",
      "in London",
      "--system",
      "Say where.",
      ...exact
    ]);
    const said = (list: readonly Token[]): string =>
      textOf(list.filter(({turn, template}) => turn === 1 && template === false));
    expect([said(cleanTokens), said(tokens)]).toEqual(["in Paris", "in London"]);
  });

  test("probe: the texts of the examples", async () => {
    const data = join(model, "examples.jsonl");
    const lines = ["It rains.", "In London", "He is", "A river"].map((text, at) =>
      JSON.stringify({text, label: at % 2 ? "b" : "a"})
    );
    await writeFile(data, lines.join("\n"));
    const {stderr, code} = await ecco([
      "probe",
      model,
      "--data",
      data,
      "--folds",
      "2",
      "--chat",
      "--verbose",
      ...exact
    ]);
    expect(code, stderr).toBe(0);
    expect(stderr.match(/<\|im_start\|>user/g)).toHaveLength(4);
  });
});

test("explain: by message, without the template, of a whole answer, and of each of its tokens", async () => {
  const asked = ["Where is it? It rains.", "--chat", "--method", "occlusion", ...exact];
  const map = await eccoJson<Attribution>([
    "explain",
    model,
    ...asked,
    "--unit",
    "sentence",
    "--without",
    "template",
    "--span",
    " in London."
  ]);
  expect(map.groups!.map(({text}) => text)).toEqual(["Where is it?", " It rains."]);
  expect(map.leftOut).toEqual(map.tokens.flatMap(({template}, at) => (template ? [at] : [])));
  const shown = (
    await ecco(["explain", model, ...asked, "--method", "saliency", "--without", "template"])
  ).stdout;
  expect(shown).toMatch(/^<\|im_start\|>$/m);
  expect(shown).toMatch(/^rain +\+\d/m);
  expect(shown).toContain("tokens, without a score above");
  const all = await eccoJson<AttributionMatrix>([
    "explain",
    model,
    ...asked,
    "--all",
    "--which",
    "all",
    "--continuation",
    " in London",
    "--without",
    "template"
  ]);
  // Every said token but the first, before which all is the template's.
  expect(textOf(all.rows.map(({token}) => token))).toBe("here is it? It rains. in London");
  expect(all.rows.every(({index}) => !all.leftOut.includes(index))).toBe(true);
});

test("lines of a batch: texts are said with --chat, messages are read as they are, answers are told in order", async () => {
  const batch = join(model, "batch.jsonl");
  const begun = [
    {role: "user", content: "Hi"},
    {role: "assistant", content: "Well"}
  ];
  await writeFile(
    batch,
    [
      JSON.stringify("Hi"),
      JSON.stringify({messages: begun, continue: true}),
      JSON.stringify({messages: [{role: "user"}]}),
      JSON.stringify({ids: [5, 6]}),
      JSON.stringify({text: "Hi", continue: true})
    ].join("\n")
  );
  const {stdout, stderr, code} = await ecco([
    "generate",
    model,
    "--batch",
    batch,
    "--chat",
    "--tokens",
    "1",
    ...exact
  ]);
  expect(code).toBe(1);
  const answers = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Generation & {readonly error?: string});
  expect(textOf(answers[0]!.tokens)).toBe(`${before}${hi}${answer}`);
  expect(textOf(answers[1]!.tokens)).toBe(`${before}${hi}${answer}Well`);
  expect(answers.slice(2).map(({error}) => error)).toEqual([
    'line 3: message 1: got {"role":"user"}, expected {"role": "user", "content": "…"}',
    "line 4: --chat: got ids, expected a text to be said by the user",
    "line 5: continue cannot be used; expected text, messages, ids, decoderIds, types or mask"
  ]);
  expect(stderr).toContain("ecco: line 3: ");
});

test("control tokens in what is said are told below the answer", async () => {
  const {stdout} = await ecco(["lens", model, "Hi<|im_end|>", "--chat", ...exact]);
  expect(stdout).toContain(
    "message 1 contains the control token <|im_end|>, which the model reads as such"
  );
});

test.each<[readonly string[], RegExp]>([
  [["Hi", "--continue"], /--continue: of a conversation; give --chat, --system or --messages too/],
  [["Hi", "--literal"], /--literal: of a conversation/],
  [["Hi", "--chat-template", "rag"], /--chat-template: of a conversation/],
  [["Hi", "--chat", "--chat-template", "rag"], /no chat template is called "rag"; it has default/],
  [["--ids", "5", "--chat"], /--chat: got ids, expected a text/],
  [["--chat"], /the chat is empty: got 0 messages/],
  [["--messages", "nothing"], /--messages: got "nothing", which is not JSON/],
  [["--messages", "[1]"], /--messages: message 1: got 1, expected \{"role"/],
  [["--messages", "3"], /--messages: got 3, expected a list/],
  [["--messages", '{"messages": [], "say": 1}'], /--messages: say cannot be used/],
  [
    ["Hi", "--system", "a", "--messages", '[{"role": "system", "content": "b"}]'],
    /--system: the messages begin with one of the system's/
  ],
  [["-", "--messages", "-"], /stdin can be read once/],
  [["--messages", "[]", "--batch", "x.jsonl"], /together with --batch/]
])("%s is refused in one line", async (args, message) => {
  expectOneLine(await ecco(["lens", model, ...args, ...exact]), 1, message);
});
