/** Recorded results of the real engine: drawn without a worker, and live when the reader asks for it. */
import {afterAll, beforeAll, expect, onTestFinished, test} from "vitest";
import {loadModel} from "../../packages/engine/src/index.ts";
import {all, answered, drawn, failed, heathrow, show, text, the, until} from "./page.ts";

const keys = "The keys to the cabinet";
const Native = globalThis.Worker;
let workers = 0;
let trace: string;
const urls: string[] = [];

/** Returns the address of a file with that text. */
function file(content: string): string {
  const url = URL.createObjectURL(new Blob([content], {type: "application/json"}));
  urls.push(url);
  return url;
}

beforeAll(async () => {
  const model = await loadModel("atlas", {backend: "onnx", models: "/models/"});
  const entries = [];
  for (const prompt of [heathrow, keys]) {
    for (const [question, result] of Object.entries({
      explain: await model.explain(prompt, {method: "input-x-gradient"}),
      lensGrid: await model.lensGrid(prompt),
      lens: await model.lens(prompt),
      rankings: await model.rankings(prompt, {tokens: 2}),
      candidates: await model.candidates(prompt)
    }))
      entries.push({request: {question, prompt}, result});
  }
  model.dispose();
  trace = file(JSON.stringify({format: "ecco-trace", version: 1, model: "atlas", entries}));
  globalThis.Worker = class extends Native {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      workers++;
    }
  };
});
afterAll(() => {
  globalThis.Worker = Native;
  urls.forEach((url) => URL.revokeObjectURL(url));
});

const tags = [
  "ecco-saliency",
  "ecco-logit-lens",
  "ecco-rankings",
  "ecco-candidates",
  "ecco-token-strip"
] as const;

test("every view finds its own in a trace, for the prompt it names, and no worker is started", async () => {
  show(tags.map((tag) => `<${tag} src="${trace}" prompt="${keys}"></${tag}>`).join(""));
  for (const tag of tags) {
    const view = the(tag);
    await until(tag, () => view.data !== undefined);
    await drawn(view);
    expect(all(view, ".body [data-row]").length, tag).toBeGreaterThan(0);
    expect(view.data!.tokens.map(({text}) => text).join(""), tag).toContain(keys);
    expect(text(view, ".notice"), tag).toBe("recorded result");
  }
  expect(workers).toBe(0);
});

test("another prompt of the same trace is drawn, one that is not in it is an error", async () => {
  show(`<ecco-candidates src="${trace}" prompt="${heathrow}"></ecco-candidates>`);
  const view = the("ecco-candidates");
  await until("London", () => view.data?.top[0]?.text === " London");
  view.prompt = keys;
  await until("are", () => view.data?.top[0]?.text === " are");
  view.prompt = "never recorded";
  expect(await failed(view)).toMatch(
    /^no recorded result for <ecco-candidates> for "never recorded"/
  );
  expect(workers).toBe(0);
});

test("a result of the command line, as a script inside", async () => {
  const {entries} = (await (await fetch(trace)).json()) as {
    entries: {request: {question: string}; result: unknown}[];
  };
  const lens = entries.find(({request}) => request.question === "lens")!.result;
  const json = JSON.stringify(lens).replaceAll("<", "\\u003c");
  show(`<ecco-logit-lens><script type="application/json">${json}</script></ecco-logit-lens>`);
  const view = the("ecco-logit-lens");
  await until("drawn", () => view.data !== undefined);
  await drawn(view);
  expect(text(view, ".body")).toContain("London");
  expect(workers).toBe(0);
});

test.each([
  ["not JSON", "{", /: not JSON \(.+\) expected a result or a trace/],
  ["another format", '{"a": 1}', /^no recorded result for <ecco-candidates>/],
  [
    "a later version",
    '{"format": "ecco-trace", "version": 2, "entries": []}',
    /^trace of version 2, expected 1/
  ],
  [
    "entries that are none",
    '{"format": "ecco-trace", "version": 1, "entries": [null, 3]}',
    /^trace: entries are no list of/
  ],
  [
    "a result cut short",
    '{"tokens": [], "position": 0, "top": "x", "entropy": 1, "vocabulary": 3}',
    /^recorded candidates, top: got "x", expected Array record it again/
  ]
])("%s: an error in words", async (_, content, words) => {
  show(`<ecco-candidates src="${file(content)}"></ecco-candidates>`);
  expect(await failed(the("ecco-candidates"))).toMatch(words);
});

test("a file that is not there is named, and read again when the reader tries", async () => {
  show(`<ecco-candidates src="/no/such/trace.json"></ecco-candidates>`);
  const view = the("ecco-candidates");
  expect(await failed(view)).toMatch(/trace\.json: /);
  const native = globalThis.fetch;
  onTestFinished(() => void (globalThis.fetch = native));
  globalThis.fetch = () => native(trace);
  all(view, "footer .link")
    .find(({textContent}) => textContent === "Try again")!
    .click();
  await until("drawn", () => view.data !== undefined && view.state !== "error");
  await drawn(view);
  expect(all(view, '[role="alert"]')).toHaveLength(0);
});

test("with a model beside it, the recorded result comes first and the model when asked for", async () => {
  show(
    `<ecco-candidates src="${trace}" model="/models/atlas" backend="onnx" prompt="${keys}"></ecco-candidates>`
  );
  const view = the("ecco-candidates");
  await until("recorded", () => view.state === "recorded");
  await drawn(view);
  expect(workers).toBe(0);
  all(view, "footer .link")
    .find(({textContent}) => textContent === "Run live")!
    .click();
  await answered(view, keys);
  expect(workers).toBe(1);
});

/** Returns bytes as base64 for addresses. */
const base64 = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

async function deflated(text: string, format: CompressionFormat): Promise<string> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream(format));
  return base64(new Uint8Array(await new Response(stream).arrayBuffer()));
}

test("a result stands in the attribute data: as JSON, as base64, deflated; as a property a text is the same", async () => {
  const text = await (await fetch(trace)).text();
  const forms = [
    text,
    ` ${text}\n`,
    base64(new TextEncoder().encode(text)),
    await deflated(text, "deflate-raw"),
    await deflated(text, "deflate")
  ];
  for (const [i, form] of forms.entries()) {
    show(`<ecco-candidates prompt="${heathrow}"></ecco-candidates>`);
    const view = the("ecco-candidates");
    if (i === 1) (view as {data: unknown}).data = form;
    else view.setAttribute("data", form);
    await until(`form ${i}`, () => view.data?.top[0]?.text === " London");
    // Another text is another result.
    const other = JSON.parse(text) as {entries: {result: {top?: {text: string}[]}}[]};
    for (const {result} of other.entries) if (result.top) result.top[0]!.text = " Rome";
    view.setAttribute("data", JSON.stringify(other));
    await until("another", () => view.data?.top[0]?.text === " Rome");
  }
});

test("an attribute data that is no result says what it is, and what to write; taken away, so is that", async () => {
  for (const [form, message] of [
    ["[object Object]", /an object was written as an attribute;? write its JSON/],
    ["London", /is no result .*put the JSON of one result into it, or base64/],
    ["a b", /neither JSON nor base64/],
    ["{", /is no result/],
    ["{}", /no recorded result for <ecco-candidates>/]
  ] as const) {
    show(`<ecco-candidates data="${form}"></ecco-candidates>`);
    const view = the("ecco-candidates");
    expect(await failed(view)).toMatch(message);
    view.removeAttribute("data");
    await until("nothing", () => view.state === undefined);
  }
});

test("inside a model the recorded result stands while the prompt is its own, and the model answers the next one", async () => {
  for (const said of [`src="${trace}"`, ""]) {
    const {entries} = (await (await fetch(trace)).json()) as {
      entries: {request: {question: string; prompt: string}; result: unknown}[];
    };
    const first = entries.find(({request}) => request.question === "candidates")!;
    const inside = said
      ? ""
      : `<script type="application/json">${JSON.stringify(first.result)}</script>`;
    const before = workers;
    show(
      `<ecco-model src="atlas" backend="onnx" prompt="${heathrow}"><ecco-candidates ${said}>${inside}</ecco-candidates></ecco-model>`
    );
    const view = the("ecco-candidates");
    await until("London", () => view.data?.top[0]?.text === " London");
    await drawn(view);
    expect(text(view, ".notice")).toBe("recorded result");
    expect(workers).toBe(before);
    the("ecco-model").prompt = keys;
    await answered(view, keys);
    expect(view.data!.top[0]!.text).toBe(" are");
    expect(text(view, ".notice")).not.toContain("recorded");
  }
});
