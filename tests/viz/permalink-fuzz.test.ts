/** The part of an address that is a page's state comes from anybody: what it does not hold is left out. */
import {expect, test} from "vitest";
import {readFragment} from "../../packages/viz/src/permalink/page-state.ts";
import {fuzz, jsonText, mutated, nested} from "../fuzz.ts";

const state = {
  "saliency.0": {p: {method: "occlusion", look: "map"}, s: [0, 3]},
  "prompt.0": {t: "The keys to the cabinet"},
  "#second": {s: [1, 1]}
};
const base64url = (text: string): string => Buffer.from(text).toString("base64url");

/** Throws where something else is read than texts, whole numbers and texts by name. */
function check(hash: string): number {
  const found = readFragment(hash);
  for (const [key, {p = {}, s = [0, 0], t = ""}] of found) {
    expect(typeof key).toBe("string");
    expect(Object.values(p).every((value) => typeof value === "string")).toBe(true);
    expect(s).toHaveLength(2);
    expect(s.every((place) => Number.isInteger(place) && place >= 0)).toBe(true);
    expect(typeof t).toBe("string");
  }
  return found.size;
}

fuzz({
  name: "permalinks",
  cases: 4000,
  make: (random) => {
    const text = base64url(jsonText(mutated(state, random), random));
    const cut = random.chance(0.2) ? text.slice(0, random.below(text.length)) : text;
    const odd = random.chance(0.2) ? `${cut}${random.one(["=", "%00", "&", "#", "💥", "."])}` : cut;
    return `#${random.one(["", "chapter&", "&&"])}ecco=${random.one(["1.", "1.", "1.", "2.", ""])}${odd}`;
  },
  read: (hash) => {
    if (check(hash) === 0) throw new Error("nothing kept");
  },
  typed: (error) => error instanceof Error && error.message === "nothing kept"
});

test.each<[string, string]>([
  ["a megabyte", base64url(JSON.stringify({"prompt.0": {t: "a".repeat(1_000_000)}}))],
  ["lists a hundred thousand deep", base64url("[".repeat(100_000))],
  ["letters that are no base64", "%%%"],
  ["half a letter", "e"],
  ["bytes that are no text", Buffer.from([0xff, 0xfe, 0x7b]).toString("base64url")],
  ["what is no object", base64url('"a"')],
  ["an object that is a list", base64url("[1]")],
  ["null", base64url("null")],
  ["an element that is null", base64url('{"prompt.0":null}')],
  ["compressed bytes", "H4sIAAAAAAAAA6tWSk5MzkhVsqoGAA"]
])("%s keeps nothing", (_, text) => {
  expect(check(`#ecco=1.${text}`)).toBe(0);
});

test("names every object has are names, and no more", () => {
  const text = `{"__proto__":{"t":"a"},"constructor":{"p":{"__proto__":"b","toString":"c"}}}`;
  const found = readFragment(`#ecco=1.${base64url(text)}`);
  expect([...found.keys()]).toEqual(["__proto__", "constructor"]);
  expect(Object.keys(found.get("constructor")!.p!)).toEqual(["__proto__", "toString"]);
  expect(({} as {readonly t?: string}).t).toBeUndefined();
  expect(check(`#ecco=1.${base64url(JSON.stringify({"prompt.0": nested(60)}))}`)).toBe(1);
});
