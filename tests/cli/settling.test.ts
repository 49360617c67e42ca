import {expect, test} from "vitest";
import {Settling} from "../../apps/cli/src/headless/settling.ts";

/** How cells are at each of these times, in ms: `b` busy, `w` waiting for a reader, `-` at rest. */
function look(looks: readonly (readonly [number, string])[], busy = false): readonly boolean[] {
  const settling = new Settling(0);
  return looks.map(([now, states]) =>
    settling.look(
      [...states].map((state, id) => ({
        id,
        busy: state === "b",
        state: state === "-" ? "ok" : "pending"
      })),
      busy,
      now
    )
  );
}

test("a notebook rests when nothing has run for a second", () => {
  expect(
    look([
      [100, "bb"],
      [500, "-b"],
      [900, "--"],
      [1400, "--"],
      [1500, "--"]
    ])
  ).toEqual([false, false, false, false, true]);
});

test("who waits for a reader is not waited for", () => {
  expect(
    look([
      [100, "bw"],
      [200, "-w"],
      [1200, "-w"]
    ])
  ).toEqual([false, false, true]);
});

test("what begins again within the second counts", () => {
  expect(
    look([
      [100, "b"],
      [200, "-"],
      [1000, "b"],
      [1900, "-"],
      [2000, "-"]
    ])
  ).toEqual([false, false, false, false, true]);
});

test("what has never ended is waited for, however long it takes", () => {
  expect(
    look([
      [100, "-b"],
      [60_000, "-b"]
    ])
  ).toEqual([false, false]);
});

test("what runs again and again rests three seconds after the last first end", () => {
  expect(
    look([
      [100, "bb"],
      [2000, "-b"],
      [2100, "b-"],
      [5000, "b-"],
      [5100, "b-"]
    ])
  ).toEqual([false, false, false, false, true]);
});

test("a model that is loaded is waited for", () => {
  expect(
    look(
      [
        [1100, "-"],
        [9000, "-"]
      ],
      true
    )
  ).toEqual([false, false]);
});
