/** A worker that does not come back from what was stopped is ended; the model goes on in another one. */
import {expect, onTestFinished, test} from "vitest";
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
  src = "somewhere/model.gguf"
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
  const model = await connect(src, {}, start);
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
  expect(performance.now() - started).toBeLessThan(3000);
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
  expect(heard[0]!.expected).toBeGreaterThan(forever / 2);
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
  await expect.poll(() => heard.length, {timeout: 10_000}).toBeGreaterThan(1);
  controller.abort(new Error("stopped here"));
  expect(await failed).toEqual(new Error("stopped here"));
  expect((await ask({})).worker).toBe(worker);
  expect(workers.started).toBe(1);
});
