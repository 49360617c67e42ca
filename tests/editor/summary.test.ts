import {expect, test} from "vitest";
import {most, summaryOf} from "../../apps/editor/src/frame/report/summary.ts";

class Point {
  x = 1;
  get y(): number {
    throw new Error("called");
  }
}

const circle: {self?: unknown} = {};
circle.self = circle;
const deep = {a: {b: {c: {d: {e: 1}}}}};

test.each<[string, unknown, unknown]>([
  ["a text", "a", "a"],
  ["a long text", "a".repeat(2000), `${"a".repeat(most.characters)}…`],
  ["a number", 0.5, 0.5],
  ["no number", Number.NaN, {type: "number", text: "NaN"}],
  ["nothing", undefined, null],
  ["a large whole number", 10n, {type: "bigint", text: "10"}],
  ["a symbol", Symbol("s"), {type: "symbol", text: "Symbol(s)"}],
  ["a function", function named() {}, {type: "function", name: "named"}],
  ["a list", [1, "a", null], [1, "a", null]],
  ["an object", {a: 1, b: [true]}, {a: 1, b: [true]}],
  ["an object without a prototype", Object.assign(Object.create(null), {a: 1}), {a: 1}],
  ["an object of a class", new Point(), {type: "Point", keys: 1, first: {x: 1}}],
  [
    "a getter",
    {
      get a() {
        throw new Error("called");
      }
    },
    {a: {type: "getter"}}
  ],
  ["a date", new Date(0), {type: "date", text: "1970-01-01T00:00:00.000Z"}],
  ["no date", new Date(Number.NaN), {type: "date", text: "invalid"}],
  ["an error", new TypeError("no"), {type: "error", name: "TypeError", message: "no"}],
  ["a pattern", /a/g, {type: "regexp", text: "/a/g"}],
  ["a map", new Map([["a", 1]]), {type: "map", length: 1, first: [["a", 1]]}],
  ["a set", new Set([1, 2]), {type: "set", length: 2, first: [1, 2]}],
  ["numbers", new Float32Array([1, 2]), {type: "Float32Array", length: 2, first: [1, 2]}],
  ["a circle", circle, {self: {type: "circular"}}],
  ["what is deep", deep, {a: {b: {c: {d: {type: "Object", keys: 1}}}}}],
  [
    "what does not let itself be read",
    new Proxy(
      {},
      {
        getPrototypeOf() {
          throw new Error("no");
        }
      }
    ),
    {type: "unreadable", text: "Error: no"}
  ]
])("%s", (_, value, summary) => {
  expect(summaryOf(value)).toEqual(summary);
});

test("what is long is counted, and its beginning shown", () => {
  const list = Array.from({length: 100}, (_, index) => index);
  expect(summaryOf(list)).toEqual({type: "array", length: 100, first: list.slice(0, 20)});
  const object = Object.fromEntries(list.map((n) => [`k${n}`, n]));
  expect(summaryOf(object)).toMatchObject({type: "Object", keys: 100, first: {k19: 19}});
});

test("a summary does not grow with what it is of", () => {
  const wide = (depth: number): unknown =>
    depth === 0 ? "x".repeat(5000) : new Array(30).fill(wide(depth - 1));
  expect(JSON.stringify(summaryOf(wide(3))).length).toBeLessThan(10_000_000);
  expect(JSON.stringify(summaryOf(wide(4)))).toContain('{"type":"left out"}');
});
