import {expect, test} from "vitest";
import {withoutOf} from "../../packages/cells/src/questions/without.ts";

const cases: readonly (readonly [Parameters<typeof withoutOf>[0], unknown])[] = [
  [undefined, undefined],
  [null, undefined],
  ["", undefined],
  ["none", undefined],
  ["first", "first"],
  ["0 3 -1", [0, 3, -1]],
  ["0,3", [0, 3]],
  ["[0, 3]", [0, 3]],
  [
    [0, -1],
    [0, -1]
  ],
  // The engine says what it knows.
  ["last", "last"]
];
test.each(cases)("without %j is %j", (choice, wanted) => {
  expect(withoutOf(choice)).toEqual(wanted);
});
