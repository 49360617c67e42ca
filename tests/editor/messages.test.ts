import {expect, test} from "vitest";
import {check, longest, toFrame, toShell} from "../../apps/editor/src/protocol/messages.ts";

/** Returns a list that counts how often its entries are asked for. */
function counted(list: unknown[]): {readonly list: unknown; readonly count: () => number} {
  let count = 0;
  const seen = new Proxy(list, {
    get(target, key, receiver) {
      if (typeof key === "string" && /^\d+$/.test(key)) count++;
      return Reflect.get(target, key, receiver);
    }
  });
  return {list: seen, count: () => count};
}

test.each([
  ["that says it has 4,294,967,295 entries and has none", new Array<unknown>(2 ** 32 - 1)],
  ["with one entry too many", new Array<unknown>(longest.files + 1).fill(0)]
])("a list %s is no message, and its entries are not looked at", (_, entries) => {
  const {list, count} = counted(entries);
  expect(check(toShell, {kind: "keeps files", call: 1, files: list})).toBeNull();
  expect(count()).toBe(0);
});

test("a list of what is none of ours is read up to the first fault", () => {
  const {list, count} = counted(new Array<unknown>(longest.files).fill(0));
  expect(check(toShell, {kind: "keeps files", call: 1, files: list})).toBeNull();
  expect(count()).toBe(1);
});

test.each([
  [toShell, {kind: "keeps files", call: 1, files: [new File(["a"], "a.gguf")]}],
  [toFrame, {kind: "models", call: 1, models: []}],
  [toFrame, {kind: "cells", order: [1], cells: [], life: "preview", held: [1], focus: null}]
] as const)("lists as they must be are taken", (schema, message) => {
  expect(check(schema, message)).toEqual(message);
});
