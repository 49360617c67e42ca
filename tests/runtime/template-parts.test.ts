import {expect, test} from "vitest";
import {compileCell} from "../../packages/runtime/src/compile/compile-cell.ts";
import {findParts} from "../../packages/runtime/src/compile/template-parts.ts";

/** What each part is written as, and whether it is JavaScript. */
const parts = (text: string): readonly (readonly [string, boolean])[] =>
  findParts(text).map(({start, end, fault}) => [text.slice(start, end), fault === null]);

test.each([
  [
    "a ${1} b ${`x ${y}`}",
    [
      ["${1}", true],
      ["${`x ${y}`}", true]
    ]
  ],
  [
    "${1 +} and ${2}",
    [
      ["${1 +}", false],
      ["${2}", true]
    ]
  ],
  [
    '${"}"} ${)} ${ {a: 1}.a }',
    [
      ['${"}"}', true],
      ["${)}", false],
      ["${ {a: 1}.a }", true]
    ]
  ],
  [
    "${} ${1}",
    [
      ["${}", false],
      ["${1}", true]
    ]
  ],
  [
    "${a b} ${{x: {y: 1}} z} c",
    [
      ["${a b}", false],
      ["${{x: {y: 1}} z}", false]
    ]
  ],
  [
    "${never closed\n\n${1}",
    [
      ["${never closed", false],
      ["${1}", true]
    ]
  ],
  ["\\${1 +} $\\{x} ${)}", [["${)}", false]]],
  ["${const x = 1}", [["${const x = 1}", false]]]
] as const)("%j", (text, expected) => expect(parts(text)).toEqual(expected));

test.each(["md", "html"])("a cell of %s with a broken part runs without it", (type) => {
  const text = "one\n${a +}\n${b}";
  const {cell, diagnostics} = compileCell({id: 1, type, text});
  expect(diagnostics).toEqual([
    {message: "unexpected token", place: {line: 2, column: 6}, from: 9}
  ]);
  expect(cell!.inputs).toEqual([expect.stringContaining("tag of"), "b"]);
  // Lines of errors stay those of the text.
  expect(cell!.lines[cell!.body.split("\n").findIndex((line) => line.includes("(b)")) + 1]).toBe(3);
});

test("what waits is waited for, and a text of faults alone is refused as a whole", () => {
  const {cell} = compileCell({
    id: 1,
    type: "md",
    text: "${await a} ${[1].map(async () => await b)}"
  });
  expect(cell!.body).toMatch(/^async /);
  const refused = compileCell({id: 1, type: "md", text: "${)} ".repeat(60)});
  expect(refused.cell).toBeNull();
  expect(refused.diagnostics).toHaveLength(1);
});
