/** Methods of Python's texts. */
import {strip} from "../python-strip.ts";
import {Given} from "./arguments.ts";
import {format} from "./format.ts";
import {itemsOf, kindOf, lengthOfText, Tuple} from "./values.ts";
import type {Arguments, Callable, Options, Value} from "./values.ts";

type Method = (text: string, given: Given, args: Arguments, options: Options) => Value;

/** What separates files, groups and records ends a line too. */
const separators = "\u001C\u001D\u001E";
const lineEnds = new RegExp(`\r\n|[\n\r\v\f\u0085\u2028\u2029${separators}]`);

/** Returns the lines of a text, at all the ends that Python knows. */
export function splitLines(text: string): string[] {
  const lines = text.split(lineEnds);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

export const capitalized = (text: string): string => {
  const [first = ""] = text;
  return first.toUpperCase() + text.slice(first.length).toLowerCase();
};

const titled = (text: string): string => text.replaceAll(/\p{L}+/gu, (word) => capitalized(word));

/** Returns a text with some of these places, the first ones, replaced. */
export function replaced(text: string, old: string, by: string, most: number): string {
  const parts = old === "" ? ["", ...text, ""] : text.split(old);
  const count = most < 0 ? parts.length - 1 : Math.min(most, parts.length - 1);
  const head = parts.slice(0, count + 1).join(by);
  const tail = parts.slice(count + 1);
  return tail.length === 0 ? head : [head, ...tail].join(old);
}

/** Returns the parts between spaces, at most so many cuts, from the left. */
function words(text: string, most: number): string[] {
  const found: string[] = [];
  let left = strip(text, "lstrip");
  while (left !== "") {
    if (most >= 0 && found.length >= most) return [...found, left];
    const end = [...left].find((letter) => strip(letter, "strip") === "");
    const at = end === undefined ? left.length : left.indexOf(end);
    found.push(left.slice(0, at));
    left = strip(left.slice(at), "lstrip");
  }
  return found;
}

const reversed = (text: string): string => [...text].toReversed().join("");

function split(text: string, given: Given): Value {
  const by = given.value(0, "sep");
  const most = given.whole(1, "maxsplit", -1);
  if (by === undefined || by === null) return words(text, most);
  const separator = given.text(0, "sep");
  if (separator === "") throw new Error("split: the separator is empty");
  const parts = text.split(separator);
  return most >= 0 && parts.length > most + 1
    ? [...parts.slice(0, most), parts.slice(most).join(separator)]
    : parts;
}

function rsplit(text: string, given: Given): Value {
  const by = given.value(0, "sep");
  const most = given.whole(1, "maxsplit", -1);
  if (by === undefined || by === null)
    return words(reversed(text), most).map(reversed).toReversed();
  const separator = given.text(0, "sep");
  if (separator === "") throw new Error("rsplit: the separator is empty");
  const parts = text.split(separator);
  const kept = most < 0 ? 0 : Math.max(0, parts.length - most - 1);
  return kept === 0 ? parts : [parts.slice(0, kept + 1).join(separator), ...parts.slice(kept + 1)];
}

/** Whether one of these texts is there. */
const edge =
  (name: string, holds: (text: string, part: string) => boolean): Method =>
  (text, given) => {
    const asked = given.value(0, "prefix");
    const parts = asked instanceof Tuple ? asked : [asked];
    return parts.some((part) => {
      if (typeof part === "string") return holds(text, part);
      throw new Error(`${name}: got ${kindOf(part)}, expected a text`);
    });
  };

/** Where a text is found, counted in characters. */
const find =
  (last: boolean, must: boolean): Method =>
  (text, given) => {
    const part = given.text(0, "sub");
    const at = last ? text.lastIndexOf(part) : text.indexOf(part);
    if (at < 0 && must) throw new Error(`index: ${JSON.stringify(part)} is not in the text`);
    return at < 0 ? -1 : lengthOfText(text.slice(0, at));
  };

const all =
  (pattern: RegExp): Method =>
  (text) =>
    pattern.test(text);

const cased =
  (way: "toUpperCase" | "toLowerCase"): Method =>
  (text) =>
    /\p{Lu}|\p{Ll}|\p{Lt}/u.test(text) && text === text[way]();

/** Wider ones are refused. */
const widest = 100_000;

function width(given: Given): number {
  const asked = given.whole(0, "width");
  if (asked > widest) throw new Error(`it fills up to ${asked} characters, at most ${widest}`);
  return asked;
}

const padded =
  (place: (space: number) => number): Method =>
  (text, given) => {
    const space = Math.max(0, width(given) - lengthOfText(text));
    const fill = given.text(1, "fillchar", " ");
    const left = place(space);
    return fill.repeat(left) + text + fill.repeat(space - left);
  };

const parted =
  (last: boolean): Method =>
  (text, given) => {
    const by = given.text(0, "sep");
    const at = last ? text.lastIndexOf(by) : text.indexOf(by);
    if (at < 0) return last ? Tuple.of("", "", text) : Tuple.of(text, "", "");
    return Tuple.of(text.slice(0, at), by, text.slice(at + by.length));
  };

const stripped =
  (how: string): Method =>
  (text, given) => {
    const characters = given.value(0, "chars") ?? undefined;
    return strip(text, how, characters === undefined ? undefined : given.text(0, "chars"));
  };

const methods: Readonly<Record<string, Method>> = {
  upper: (text) => text.toUpperCase(),
  lower: (text) => text.toLowerCase(),
  casefold: (text) => text.toLowerCase().replaceAll("ß", "ss"),
  title: titled,
  capitalize: capitalized,
  strip: stripped("strip"),
  lstrip: stripped("lstrip"),
  rstrip: stripped("rstrip"),
  startswith: edge("startswith", (text, part) => text.startsWith(part)),
  endswith: edge("endswith", (text, part) => text.endsWith(part)),
  split,
  rsplit,
  splitlines: (text) => splitLines(text),
  partition: parted(false),
  rpartition: parted(true),
  replace: (text, given) =>
    replaced(text, given.text(0, "old"), given.text(1, "new"), given.whole(2, "count", -1)),
  removeprefix: (text, given) => {
    const part = given.text(0, "prefix");
    return text.startsWith(part) ? text.slice(part.length) : text;
  },
  removesuffix: (text, given) => {
    const part = given.text(0, "suffix");
    return part !== "" && text.endsWith(part) ? text.slice(0, -part.length) : text;
  },
  find: find(false, false),
  rfind: find(true, false),
  index: find(false, true),
  rindex: find(true, true),
  count: (text, given) => {
    const part = given.text(0, "sub");
    return part === "" ? lengthOfText(text) + 1 : text.split(part).length - 1;
  },
  join: (text, given) =>
    itemsOf(given.value(0, "iterable"))
      .map((item) => {
        if (typeof item === "string") return item;
        throw new Error(`join: one of the items is ${kindOf(item)}, expected texts`);
      })
      .join(text),
  format: (text, _, args, options) => format(text, args, options),
  center: padded((space) => Math.floor(space / 2)),
  zfill: (text, given) => {
    const [, sign = "", digits = ""] = /^([+-]?)(.*)$/s.exec(text) ?? [];
    return sign + "0".repeat(Math.max(0, width(given) - lengthOfText(text))) + digits;
  },
  ljust: padded(() => 0),
  rjust: padded((space) => space),
  isdigit: all(/^[\p{Nd}²³¹⁰⁴-⁹₀-₉]+$/u),
  isdecimal: all(/^\p{Nd}+$/u),
  isnumeric: all(/^\p{N}+$/u),
  isalpha: all(/^\p{L}+$/u),
  isalnum: all(/^[\p{L}\p{N}]+$/u),
  isspace: (text) => text !== "" && strip(text, "strip") === "",
  isupper: cased("toUpperCase"),
  islower: cased("toLowerCase")
};

/** Returns a method of a text; undefined where it has none of this name. */
export function textMethod(text: string, name: string): Callable | undefined {
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  return method && ((args, options) => method(text, new Given(name, args, options), args, options));
}
