import {expect, test} from "vitest";
import type {ToShell} from "../../apps/editor/src/protocol/messages.ts";
import {Gate} from "../../apps/editor/src/shell/gate/gate.ts";
import {Unprompted} from "../../apps/editor/src/shell/unprompted.ts";

const status = (id: number, name = "a"): ToShell => ({
  kind: "status",
  id,
  name,
  state: "ok",
  milliseconds: 1,
  problem: null
});
const text = (id: number, words: string): ToShell => ({kind: "text", id, text: words, version: 0});

/** A gate, a clock that stands still, and what the shell was given. */
function open(): {
  gate: Gate;
  passed: (readonly ToShell[])[];
  end: () => boolean;
  wait: (ms: number) => void;
} {
  const passed: (readonly ToShell[])[] = [];
  let over = 0;
  let time = 0;
  const gate = new Gate({
    pass: (messages) => passed.push(messages),
    over: () => over++,
    clock: () => time
  });
  return {
    gate,
    passed,
    end: () => {
      expect(over).toBeLessThanOrEqual(1);
      return over === 1;
    },
    wait: (ms) => (time += ms)
  };
}

test("the shell gets one bundle at a time, the next when it has taken the last", () => {
  const {gate, passed} = open();
  for (let n = 0; n < 100; n++) gate.take({kind: "insert", type: "js", before: null});
  expect(passed.map(({length}) => length)).toEqual([1]);
  gate.taken();
  expect(passed.map(({length}) => length)).toEqual([1, 99]);
  gate.taken();
  expect(passed).toHaveLength(2);
});

test("of what is said again the last word counts, and changes keep their order", () => {
  const {gate, passed} = open();
  gate.take({kind: "ready"});
  for (let n = 0; n < 1000; n++) gate.take(status(1, `a${n}`));
  gate.take(text(1, "a"));
  gate.take(text(2, "b"));
  gate.take(text(1, "ab"));
  gate.take({kind: "undo"});
  gate.take(text(1, "abc"));
  gate.taken();
  expect(passed[1]).toEqual([
    status(1, "a999"),
    text(1, "ab"),
    text(2, "b"),
    {kind: "undo"},
    text(1, "abc")
  ]);
});

const deep = (): unknown => {
  let made: unknown = {};
  for (let n = 0; n < 10_000; n++) made = {made};
  return made;
};
const floods: readonly (readonly [string, (n: number) => unknown])[] = [
  ["inserts", () => ({kind: "insert", type: "js", before: null})],
  ["undo", () => ({kind: "undo"})],
  ["undo and redo by turns", (n) => ({kind: n % 2 ? "undo" : "redo"})],
  ["moves", () => ({kind: "move", id: 1, before: null})],
  ["deletes", (n) => ({kind: "delete", id: n})],
  ["saves", () => ({kind: "save"})],
  ["statuses of one cell", () => status(1)],
  ["statuses of many cells", (n) => status(n)],
  ["words of a focus", (n) => ({kind: "focused", id: n, editing: true})],
  ["readiness", () => ({kind: "ready"})],
  ["answers", (n) => ({kind: "pong", beat: n})],
  ["wishes", (n) => ({kind: "wants model", call: n, src: `hf:a/b${n}`})],
  ["wishes that are left", (n) => ({kind: "leaves model", call: n})],
  ["questions for the models", (n) => ({kind: "lists models", call: n})],
  ["links", () => ({kind: "link", address: "https://a.example"})],
  ["files", () => ({kind: "file", name: "a", file: new Blob(["a"])})],
  ["texts", (n) => text(1, `a${n}`)],
  ["texts of 20 million characters", () => text(1, long)],
  ["texts that are too long", () => text(1, `${long}x`)],
  ["names that are too long", () => status(1, "y".repeat(201))],
  ["numbers that are none", () => ({...status(1), milliseconds: Infinity})],
  ["kinds that do not exist", () => ({kind: "constructor"})],
  ["no kinds", () => ({kind: null})],
  ["nothing", () => null],
  ["deep objects", deep],
  ["buffers", () => new ArrayBuffer(8)],
  ["lists in place of objects", () => [["kind", "ready"]]],
  ["own prototypes", () => ({__proto__: {kind: "insert"}, id: 1})]
];
const long = "z".repeat(20 * 2 ** 20);

test.each(floods)("a flood of %s ends", (_, message) => {
  const {gate, passed, end} = open();
  let said = 0;
  for (; said < 100_000 && !end(); said++) {
    gate.take(message(said));
    gate.taken();
  }
  expect(end()).toBe(true);
  const before = passed.length;
  gate.take({kind: "ready"});
  gate.taken();
  expect(passed).toHaveLength(before);
});

test("what a reader does before the end arrives; what a hand can do never ends it", () => {
  const {gate, passed, end} = open();
  gate.take({kind: "ready"});
  gate.take(text(1, "typed"));
  while (!end()) gate.take(null);
  expect(passed.flat()).toContainEqual(text(1, "typed"));

  const calm = open();
  for (let n = 0; n < 60 * 60 * 30; n++) {
    // A key that is held down for an hour, and a notebook that runs fifty cells in every frame.
    calm.gate.take(n % 2 ? {kind: "undo"} : text(1, `a${n}`));
    for (let cell = 0; cell < 2; cell++) calm.gate.take(status(cell));
    calm.gate.taken();
    calm.wait(1000 / 30);
  }
  expect(calm.end()).toBe(false);
});

test("changes that come while the reader does nothing are few; those of a reader are not counted", () => {
  let active = false;
  const unprompted = new Unprompted(() => active);
  const insert = {kind: "insert", type: "js", before: null} as const;
  let count = 0;
  while (unprompted.allows(insert)) count++;
  expect(count).toBe(60);
  expect(unprompted.allows(status(1))).toBe(true);
  active = true;
  for (let n = 0; n < 1000; n++) expect(unprompted.allows(insert)).toBe(true);
  active = false;
  expect(unprompted.allows(insert)).toBe(true);
  expect(unprompted.allows(text(1, "x".repeat(9 * 2 ** 20)))).toBe(false);
});
