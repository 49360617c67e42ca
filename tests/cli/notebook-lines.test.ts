import {expect, test} from "vitest";
import type {CellOutcome, NotebookOutcome} from "../../apps/cli/src/headless/notebook-run.ts";
import {pictureNames} from "../../apps/cli/src/headless/pictures.ts";
import {
  exitCodeOf,
  errorLines,
  outcomeTable,
  summaryLine
} from "../../apps/cli/src/output/show-notebook-run.ts";

const ok: CellOutcome = {
  id: 1,
  name: "x",
  type: "js",
  state: "ok",
  value: {x: 1},
  error: null,
  picture: null
};
const failed: CellOutcome = {
  ...ok,
  id: 2,
  state: "error",
  value: null,
  error: {message: "no", line: 3, column: 4, cell: 2}
};
const pending: CellOutcome = {...ok, id: 3, state: "pending", value: null};
const whole: NotebookOutcome = {problem: null, timedOut: false, cells: [ok]};

test.each<[string, Partial<NotebookOutcome>, number]>([
  ["all is well", {}, 0],
  ["a cell waits for a reader", {cells: [ok, pending]}, 0],
  ["a cell failed", {cells: [ok, failed]}, 1],
  ["the file is no notebook", {cells: [], problem: "no notebook"}, 1],
  ["its time was over", {cells: [ok, pending], timedOut: true}, 3],
  ["its time was over, and it does not answer", {timedOut: true, problem: "stuck"}, 3],
  ["a cell failed and its time was over", {cells: [failed, pending], timedOut: true}, 1]
])("%s: the exit code", (_, outcome, code) => {
  expect(exitCodeOf({...whole, ...outcome})).toBe(code);
});

test("lines say how many cells are how, where each error is, and which cell it comes from", () => {
  const outcome = {
    problem: null,
    timedOut: true,
    cells: [ok, failed, {...failed, id: 4, error: {...failed.error!, line: null, column: null}}]
  };
  expect(summaryLine("a.html", outcome)).toBe(
    "a.html: 3 cells, 1 ok, 2 error; its time was over before it rested"
  );
  expect(errorLines("a.html", outcome)).toEqual([
    "  a.html cell 2 line 3:4 [x]: no",
    "  a.html cell 4 [x]: no (from cell 2)"
  ]);
  expect(outcomeTable("a.html", outcome).split("\n").slice(2)).toEqual([
    '   1  x     js    ok     {"x":1}',
    "   2  x     js    error  line 3: no",
    "   4  x     js    error  no (from cell 2)"
  ]);
});

test("pictures of two notebooks of one name are told apart", () => {
  expect(pictureNames(["a/x.html", "b/x.html", "y.html"])).toEqual(["x", "x-2", "y"]);
});
