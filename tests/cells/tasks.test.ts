import {afterEach, beforeEach, expect, test, vi} from "vitest";
import {Tasks} from "../../packages/cells/src/library/tasks.ts";
import type {Task} from "../../packages/cells/src/library/tasks.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const words = (tasks: readonly Task[]): string[] =>
  tasks.map((task) => `${task.cell} ${task.question}: ${task.words.replaceAll("\u00a0", " ")}`);

test("a question of a cell is told of when it takes long: loading, preparing, running, and its end", () => {
  let told: readonly Task[] = [];
  const tasks = new Tasks((all) => (told = all));
  const short = tasks.follow(1, "lens", {});
  const long = tasks.follow(2, "explain", {});
  vi.advanceTimersByTime(300);
  short.end();
  expect(told).toEqual([]);
  vi.advanceTimersByTime(100);
  expect(words(told)).toEqual(["2 explain: loading the model"]);
  long.loaded();
  const {progress, preparing} = long.options as unknown as {
    progress: (...args: unknown[]) => void;
    preparing: (state: object) => void;
  };
  preparing({nodes: 9, what: "gradient", done: false, elapsed: 0, expected: 5000});
  expect(words(told)).toEqual(["2 explain: preparing gradient, about 5 s left"]);
  preparing({nodes: 9, what: "gradient", done: true, elapsed: 5000, expected: 5000});
  vi.advanceTimersByTime(3000);
  progress(1, 4);
  expect(words(told)).toEqual(["2 explain: running 25 %, about 9 s left"]);
  expect(told[0]!.share).toBe(0.25);
  long.end();
  expect(told).toEqual([]);
});

test("what is written goes by its tokens; whoever asked hears too; Stop stops this question alone", () => {
  let told: readonly Task[] = [];
  const tasks = new Tasks((all) => (told = all));
  const heard: unknown[][] = [];
  const cell = new AbortController();
  const {options, loaded} = tasks.follow(null, "generate", {
    tokens: 4,
    signal: cell.signal,
    progress: (...args: never[]) => void heard.push(args)
  });
  const other = tasks.follow(3, "generate", {signal: cell.signal});
  vi.advanceTimersByTime(400);
  loaded();
  (options.progress as (...args: unknown[]) => void)({token: {}}, 2, "a b c");
  expect(heard).toEqual([[{token: {}}, 2, "a b c"]]);
  expect(told[0]!.share).toBe(0.75);
  told[0]!.stop();
  expect((options.signal!.reason as Error).message).toBe(
    "model.generate: stopped; run the cell again to ask it again"
  );
  expect(other.options.signal!.aborted).toBe(false);
  cell.abort();
  expect(other.options.signal!.aborted).toBe(true);
});
