import fc from "fast-check";
import {afterEach, beforeEach, describe, expect, test, vi} from "vitest";
import {Latest} from "../../packages/cells/src/questions/latest.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

interface Work {
  /** How long it takes, in ms; a failing one fails at its end. */
  readonly takes: number;
  readonly fails?: boolean;
}

/** Asks one thing after the other, each with a pause before it, in ms, and tells what was heard and when. */
async function ask(
  questions: readonly (readonly [pause: number, work: Work])[]
): Promise<{heard: (number | string)[]; ended: number; together: number}> {
  const heard: (number | string)[] = [];
  const begin = performance.now();
  let [ended, running, together] = [0, 0, 0];
  const hear = (what: number | string): void => {
    heard.push(what);
    ended = performance.now() - begin;
  };
  const latest = new Latest<number>({
    started: () => (together = Math.max(together, ++running)),
    answered: hear,
    failed: (error) => hear((error as Error).message)
  });
  const work =
    (name: number, {takes, fails}: Work) =>
    (signal: AbortSignal): Promise<number> =>
      new Promise<number>((resolve, reject) => {
        const timer = setTimeout(
          () => (fails ? reject(new Error(`no ${name}`)) : resolve(name)),
          takes
        );
        signal.addEventListener("abort", () => {
          clearTimeout(timer);
          reject(signal.reason as Error);
        });
      }).finally(() => running--);
  for (const [name, [pause, what]] of questions.entries()) {
    await vi.advanceTimersByTimeAsync(pause);
    latest.ask(work(name, what));
  }
  await vi.advanceTimersByTimeAsync(5000);
  return {heard, ended, together};
}

const typed = (count: number, pause: number, takes: number): [number, Work][] =>
  Array.from({length: count}, (_, i) => [i ? pause : 0, {takes}]);

describe("what is asked while something runs", () => {
  test("short runs are heard although others wait, long ones are not", async () => {
    expect((await ask(typed(10, 60, 100))).heard).toEqual([0, 1, 3, 4, 6, 8, 9]);
    const {heard, ended} = await ask(typed(10, 60, 800));
    expect(heard).toEqual([9]);
    // Asked at 540 ms; whatever ran then was stopped in time.
    expect(ended).toBeLessThanOrEqual(540 + 250 + 800);
  });

  test("a failure is told of the last question only", async () => {
    const questions: [number, Work][] = [
      [0, {takes: 100, fails: true}],
      [50, {takes: 100, fails: true}]
    ];
    expect((await ask(questions)).heard).toEqual(["no 1"]);
  });

  test("nothing is heard once it is stopped", async () => {
    const answered = vi.fn<(answer: number) => void>();
    const failed = vi.fn<(error: unknown) => void>();
    const latest = new Latest<number>({started: () => undefined, answered, failed});
    const wait = (ms: number): Promise<number> =>
      new Promise((resolve) => setTimeout(() => resolve(ms), ms));
    latest.ask(() => wait(100));
    latest.ask(() => wait(50));
    latest.stop();
    await vi.advanceTimersByTimeAsync(1000);
    expect([answered.mock.calls, failed.mock.calls, latest.busy]).toEqual([[], [], false]);
    latest.ask(() => wait(10));
    await vi.advanceTimersByTimeAsync(10);
    expect(answered.mock.calls).toEqual([[10]]);
  });

  test("whatever the pauses and times: one run at a time, in order, and the last is heard last", async () => {
    const question = fc.tuple(
      fc.integer({min: 0, max: 400}),
      fc.record({takes: fc.integer({min: 1, max: 900}), fails: fc.boolean()})
    );
    await fc.assert(
      fc.asyncProperty(fc.array(question, {minLength: 1, maxLength: 12}), async (questions) => {
        const {heard, together} = await ask(questions);
        const names = heard.map((what) => Number(String(what).replace("no ", "")));
        expect(together).toBe(1);
        expect(names).toEqual([...new Set(names)].toSorted((a, b) => a - b));
        expect(names.at(-1)).toBe(questions.length - 1);
      }),
      {seed: 7, numRuns: 200}
    );
  });
});
