/** JSON as Python writes it: NaN and infinities are values. */
import {expect, test} from "vitest";
import {parsePython} from "../../packages/engine/src/json.ts";

test.each([
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
  ["NaN", NaN],
  ['{"time_step_limit": [0.0, Infinity]}', {time_step_limit: [0, Infinity]}],
  [
    '{"a": NaN, "b": [-Infinity, "NaN", "x NaN\\" Infinity"]}',
    {a: NaN, b: [-Infinity, "NaN", 'x NaN" Infinity']}
  ],
  ['{"NaN": NaN, "Infinity": "NaNN"}', {NaN: NaN, Infinity: "NaNN"}],
  ['["\\\\", NaN, "\\\\\\"NaN"]', ["\\", NaN, '\\"NaN']]
] as const)("%s", (text, value) => {
  expect(parsePython(text)).toEqual(value);
});

test("a key of a prototype is a key like any other", () => {
  const value = parsePython('{"__proto__": NaN}') as object;
  expect(Object.getOwnPropertyDescriptor(value, "__proto__")!.value).toBeNaN();
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
});

test.each(["nan", "-NaN", "Infinit", "NaNs", "[NaN", '{"a": undefined}', '"NaN', "+Infinity", ""])(
  "%o is no JSON for Python either",
  (text) => {
    expect(() => parsePython(text)).toThrow(SyntaxError);
  }
);

test("how deep a value lies does not matter", () => {
  const deep = 100_000;
  let value = parsePython("[".repeat(deep) + "NaN" + "]".repeat(deep));
  for (let at = 0; at < deep; at++) value = (value as readonly unknown[])[0];
  expect(value).toBeNaN();
});
