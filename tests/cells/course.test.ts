import {afterEach, beforeEach, expect, test, vi} from "vitest";
import {Pace, shareAfter} from "../../packages/cells/src/engine/pace.ts";
import type {Readying} from "../../packages/cells/src/engine/pace.ts";
import {isWorthIt} from "../../packages/cells/src/engine/restart.ts";
import type {Situation} from "../../packages/cells/src/engine/restart.ts";
import {Course} from "../../packages/cells/src/questions/course.ts";

beforeEach(() => void vi.useFakeTimers({toFake: ["performance", "setInterval", "clearInterval"]}));
afterEach(() => void vi.useRealTimers());

const gradient = (more: Partial<Readying> = {}): Readying => ({
  nodes: 4000,
  what: "gradient",
  done: false,
  elapsed: 0,
  expected: 8000,
  ...more
});
const words = (course: Course): string => course.words.replaceAll("\u00a0", " ");

test("what is prepared moves a bar that never is whole, with the time that is left where it is known", () => {
  let changed = 0;
  const course = new Course(() => changed++);
  course.begin();
  expect([course.preparing, course.share, course.words]).toEqual([false, null, ""]);
  course.prepare(gradient());
  expect([course.preparing, course.share, words(course)]).toEqual([
    true,
    0,
    "preparing gradient, about 8 s left"
  ]);
  vi.advanceTimersByTime(4000);
  expect(changed).toBe(21);
  expect([course.share, words(course)]).toEqual([0.5, "preparing gradient, about 4 s left"]);
  vi.advanceTimersByTime(60_000);
  expect([course.share, words(course)]).toEqual([0.99, "preparing gradient"]);
  course.prepare(gradient({done: true}));
  expect([course.preparing, course.share]).toEqual([false, null]);
  const before = changed;
  vi.advanceTimersByTime(1000);
  expect(changed).toBe(before);
});

test("a run that is over starts no clock any more, which would keep who shows it in memory", () => {
  const course = new Course(() => undefined);
  course.begin();
  course.prepare(gradient());
  expect(vi.getTimerCount()).toBe(1);
  course.end();
  course.prepare(gradient());
  expect([vi.getTimerCount(), course.preparing]).toEqual([0, false]);
  course.begin();
  course.prepare(gradient());
  expect([vi.getTimerCount(), course.preparing]).toEqual([1, true]);
  course.end();
});

test("where nothing was measured the bar goes by the nodes, and no time is promised", () => {
  const course = new Course(() => undefined);
  course.prepare(gradient({expected: null, elapsed: 400}));
  expect([course.share, course.words]).toEqual([0.25, "preparing gradient"]);
  course.overtake();
  expect(course.words).toBe("waiting until gradient is prepared");
  course.begin();
  expect([course.preparing, course.words]).toEqual([false, ""]);
});

test("what answers for long says its share and the time that is left; what is nearly done only its share", () => {
  const course = new Course(() => undefined);
  course.begin();
  // The time of preparing does not count.
  course.prepare(gradient());
  vi.advanceTimersByTime(5000);
  course.prepare(gradient({done: true}));
  vi.advanceTimersByTime(3000);
  course.advance(0.25);
  expect([course.share, words(course)]).toEqual([0.25, "running 25 %, about 9 s left"]);
  vi.advanceTimersByTime(7000);
  course.advance(0.9);
  expect([course.share, course.words]).toEqual([0.9, ""]);
  course.begin();
  vi.advanceTimersByTime(60_000);
  course.advance(0.3);
  expect(words(course)).toBe("running 30 %, about 2 min left");
});

test("the pace is that of the large programs, and follows what it measures", () => {
  const pace = new Pace();
  expect(pace.expected(1000)).toBeNull();
  pace.measured(10, 5);
  expect(pace.expected(1000)).toBeNull();
  pace.measured(1000, 1000);
  expect(pace.expected(4000)).toBe(4000);
  pace.measured(10_000, 2500);
  expect(pace.expected(4000)).toBe(1000);
  pace.measured(1000, 1000);
  expect(pace.expected(4000)).toBe(1000);
  pace.measured(10_000, 5000);
  expect(pace.expected(3000)).toBe(1000);
});

test("a share grows as the time does, then ever slower, and is never whole", () => {
  const shares = [0, 400, 800, 1000, 1500, 1e6].map((elapsed) => shareAfter(elapsed, 1000));
  expect(shares.slice(0, 3)).toEqual([0, 0.4, 0.8]);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(shares.at(-1)).toBe(0.99);
  expect(shareAfter(10, 0)).toBeLessThan(1);
});

const held: Situation = {reload: 1500, waited: 400, left: null, holdsUp: true, lost: []};

test.each<[string, Partial<Situation>, boolean]>([
  ["just stopped", {waited: 200, left: 60_000}, false],
  ["known to take longer than loading again", {left: 1600}, true],
  ["known to be over before", {left: 1400}, false],
  [
    "known, but the work of another question would be lost",
    {left: 5000, lost: [{work: 4000, again: 0}]},
    false
  ],
  ["known, and another question has only waited", {left: 5000, lost: [{work: 0, again: 0}]}, true],
  ["unknown, for less than a moment", {waited: 700}, false],
  ["unknown, for most of a second", {waited: 800}, true],
  ["unknown, and loading takes long", {reload: 8000, waited: 4000}, false],
  ["unknown, for as long as loading takes", {reload: 8000, waited: 8000}, true],
  ["held up by what is still wanted", {holdsUp: false, waited: 60_000, left: 60_000}, false],
  ["another question was asked again already", {waited: 60_000, lost: [{work: 0, again: 1}]}, false]
])("a worker is ended where that is the faster way: %s", (_, situation, worth) => {
  expect(isWorthIt({...held, ...situation})).toBe(worth);
});
