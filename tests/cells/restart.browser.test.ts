/** A worker that does not come back from what was stopped is ended; the model goes on in another one. */
import {expect, onTestFinished, test} from "vitest";
import type {ReadingLimits} from "@ecco/engine";
import {connect} from "../../packages/cells/src/engine/connect.ts";
import type {Readying} from "../../packages/cells/src/engine/pace.ts";
import type {Order, Told} from "./hanging-worker.ts";

interface Workers {
  /** Those that were started and not ended. */
  readonly live: Set<Worker>;
  started: number;
}

type Ask = (order: Order, options?: object) => Promise<Told>;

/** Connects to an engine that hangs as it is told to. */
async function open(
  src = "somewhere/model.gguf",
  limits?: ReadingLimits
): Promise<{readonly ask: Ask; readonly workers: Workers}> {
  const workers: Workers = {live: new Set(), started: 0};
  const start = (): Worker => {
    const worker = new Worker(new URL("./hanging-worker.ts", import.meta.url), {type: "module"});
    const end = worker.terminate.bind(worker);
    worker.terminate = () => {
      workers.live.delete(worker);
      end();
    };
    workers.started++;
    workers.live.add(worker);
    return worker;
  };
  const model = await connect(src, {}, start, limits);
  onTestFinished(() => model.dispose());
  return {ask: model.candidates as unknown as Ask, workers};
}

/** A question that is stopped once the worker has heard of it. */
function stopped(ask: Ask, order: Order): {readonly failed: Promise<unknown>; stop: () => void} {
  const controller = new AbortController();
  const failed = ask(order, {signal: controller.signal}).then(
    () => "answered",
    (error: unknown) => error
  );
  return {failed, stop: () => controller.abort(new Error("stopped here"))};
}

const forever = 600_000;

test("what hangs is ended, what else was asked is asked again, and the next question is answered by a fresh worker", async () => {
  const {ask, workers} = await open();
  const first = await ask({});
  const {failed, stop} = stopped(ask, {hang: forever});
  const other = ask({});
  stop();
  const started = performance.now();
  expect(await failed).toEqual(new Error("stopped here"));
  const next = await ask({});
  // Nobody waited for the end of what hangs.
  expect(performance.now() - started).toBeLessThan(forever);
  expect(next.worker).not.toBe(first.worker);
  // It was behind the one that hung, and is not lost.
  expect((await other).worker).toBe(next.worker);
  // The model comes from the files that had come: no host is asked for them again.
  expect([first.files, next.files]).toEqual([[], ["model.gguf"]]);
  expect([workers.started, workers.live.size]).toEqual([2, 1]);
});

test("what can be broken off is, and keeps its worker", async () => {
  const {ask, workers} = await open();
  const {failed, stop} = stopped(ask, {wait: true});
  const {worker} = await ask({});
  stop();
  expect(await failed).toEqual(new Error("stopped here"));
  expect((await ask({})).worker).toBe(worker);
  expect(workers.started).toBe(1);
});

test("a program that takes long is not waited for; who asks meanwhile hears what is prepared, and that the engine is", async () => {
  const {ask, workers} = await open();
  // So many nodes take so long: that is known from now on.
  const {worker} = await ask({nodes: 200, hang: 200});
  const {failed, stop} = stopped(ask, {nodes: forever, hang: forever});
  const heard: Readying[] = [];
  const preparing = (state: Readying): void => void heard.push(state);
  const behind = ask({}, {preparing});
  await expect.poll(() => heard.length).toBeGreaterThan(0);
  stop();
  await failed;
  expect((await behind).worker).not.toBe(worker);
  expect(heard.map(({what, nodes, done}) => [what, nodes, done])).toEqual([
    ["a test", forever, false],
    ["the engine again", 0, false],
    ["the engine again", 0, true]
  ]);
  expect(heard[0]!.expected).toBeGreaterThan(forever / 10);
  expect([workers.started, workers.live.size]).toEqual([2, 1]);
});

test("what another question still wants is not ended for the one that was stopped", async () => {
  const {ask, workers} = await open();
  await ask({nodes: 200, hang: 200});
  const heard: Readying[] = [];
  const wanted = ask(
    {nodes: 1000, hang: 1000},
    {preparing: (state: Readying) => heard.push(state)}
  );
  const {failed, stop} = stopped(ask, {});
  await expect.poll(() => heard.length).toBeGreaterThan(0);
  stop();
  await failed;
  expect((await wanted).asked).toBe(2);
  expect(workers.started).toBe(1);
});

test("of what is done in parts the next end is known: it is waited for where that is near", async () => {
  const {ask, workers} = await open("slow/model.gguf");
  const {worker} = await ask({});
  const heard: unknown[] = [];
  const controller = new AbortController();
  const failed = ask(
    {parts: 500},
    {signal: controller.signal, progress: (part: number) => heard.push(part)}
  ).catch((error: unknown) => error);
  await expect.poll(() => heard.length).toBeGreaterThan(1);
  controller.abort(new Error("stopped here"));
  expect(await failed).toEqual(new Error("stopped here"));
  expect((await ask({})).worker).toBe(worker);
  expect(workers.started).toBe(1);
});

/** What hangs in these tests hangs for minutes, and is ended soon, in ms. */
const soon = 1000;
/** Said at once; ended only while a test says so: what ends may take as long as a busy machine needs. */
const patient = (): {said: number; ended: number} => ({said: 50, ended: forever});

/** Fails with what a question fails with. */
const failure = (answer: Promise<unknown>): Promise<unknown> =>
  answer.then(
    () => "answered",
    (error: unknown) => error
  );

test("a text that the model's pattern does not end on is said to take long, and is ended with its own words; the rest is asked again", async () => {
  const limits = patient();
  const {ask, workers} = await open("somewhere/model.gguf", limits);
  const first = await ask({});
  limits.ended = soon;
  const heard: Readying[] = [];
  const preparing = (state: Readying): void => void heard.push(state);
  const endless = failure(ask({reads: "aaa!", hang: forever}, {preparing}));
  const same = failure(ask({reads: "aaa!"}));
  const other = ask({reads: "b"}, {preparing});
  const error = (await endless) as Error & {code: string};
  limits.ended = forever;
  expect(error.code).toBe("input");
  expect(error.message).toBe(
    "the tokenizer's pattern did not end within 1 s on this text; change or shorten the text, or take another model"
  );
  // Who has asked for the same text is not left to wait as long again.
  expect(await same).toBe(error);
  const {worker} = await other;
  expect(worker).not.toBe(first.worker);
  expect((await ask({})).worker).toBe(worker);
  expect([workers.started, workers.live.size]).toEqual([2, 1]);
  expect(heard.find(({late}) => late)).toMatchObject({what: "reading the prompt", done: false});
});

test("a text that takes long and ends is answered, and is said to be over; what is no reading has no limit", async () => {
  const {ask, workers} = await open("somewhere/model.gguf", patient());
  const heard: Readying[] = [];
  const preparing = (state: Readying): void => void heard.push(state);
  await ask({reads: "a", hang: 400}, {preparing});
  expect(heard.map(({late, done}) => [late, done])).toEqual([
    [true, false],
    [true, true]
  ]);
  const limits = patient();
  const strict = await open("somewhere/model.gguf", limits);
  expect((await strict.ask({reads: "a"})).asked).toBe(1);
  limits.ended = soon;
  expect((await strict.ask({hang: 1100})).asked).toBe(2);
  expect((await strict.ask({hang: 1100, nodes: 10})).asked).toBe(3);
  expect([workers.started, strict.workers.started]).toEqual([1, 1]);
});

test("tokens that are written for ever end what is asked, and the next question is answered", async () => {
  const {ask, workers} = await open("somewhere/model.gguf", {said: 50, ended: soon});
  expect(await failure(ask({readsTokens: true, hang: forever}))).toMatchObject({
    message: "the tokenizer's decoder did not end within 1 s on these tokens; take another model"
  });
  expect((await ask({})).asked).toBe(1);
  expect(workers.started).toBe(2);
});

test("a tokenizer whose patterns are never ready fails to load; its worker is ended", async () => {
  const live = new Set<Worker>();
  const start = (): Worker => {
    const worker = new Worker(new URL("./hanging-worker.ts", import.meta.url), {type: "module"});
    const end = worker.terminate.bind(worker);
    worker.terminate = () => {
      live.delete(worker);
      end();
    };
    live.add(worker);
    return worker;
  };
  expect(
    await failure(connect("endless/model.gguf", {}, start, {said: 50, ended: soon}))
  ).toMatchObject({
    code: "source",
    message: "tokenizer.json: its patterns were not ready within 1 s; take another model"
  });
  expect(live.size).toBe(0);
});
