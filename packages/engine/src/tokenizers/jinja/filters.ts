/** Filters: what stands behind `|`. Those of lists are in filters-of-lists.ts. */
import {strip} from "../python-strip.ts";
import {Given} from "./arguments.ts";
import type {Filter} from "./arguments.ts";
import {listFilters} from "./filters-of-lists.ts";
import {capitalized, replaced, splitLines} from "./text-methods.ts";
import {Float, isDict, itemsOf, kindOf, lengthOfText, numberIn, truthOf, Tuple} from "./values.ts";
import type {Arguments, Options, Value} from "./values.ts";
import {jsonOf, textOf} from "./writing.ts";

const length: Filter = (value) => {
  if (typeof value === "string") return lengthOfText(value);
  if (value === undefined) return 0;
  if (Array.isArray(value)) return value.length;
  if (isDict(value)) return value.size;
  throw new Error(`length: ${kindOf(value)} has none`);
};

const otherwise: Filter = (value, given) => {
  const empty = truthOf(given.value(1, "boolean")) ? !truthOf(value) : value === undefined;
  return empty ? (given.has(0, "default_value") ? given.value(0, "default_value") : "") : value;
};

const escape: Filter = (value) =>
  textOf(value)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("'", "&#39;")
    .replaceAll('"', "&#34;");

/** Returns the number that a text says; null where it says none. */
function numberOf(value: Value): number | null {
  if (typeof value !== "string") return numberIn(value);
  const text = strip(value, "strip").replaceAll(/(?<=\d)_(?=\d)/g, "");
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : null;
}

function rounded(value: number, places: number, way: string): number {
  const scale = 10 ** places;
  const whole = value * scale;
  if (way === "ceil") return Math.ceil(whole) / scale;
  if (way === "floor") return Math.floor(whole) / scale;
  // Halves go to the even neighbour.
  const down = Math.floor(whole);
  const half = whole - down === 0.5;
  return (half ? down + (down % 2 === 0 ? 0 : 1) : Math.round(whole)) / scale;
}

/** More is refused: it stands before every line. */
const mostIndented = 10_000;

function spaces(width: number): string {
  if (width > mostIndented)
    throw new Error(`it indents by ${width} characters, at most ${mostIndented}`);
  return " ".repeat(Math.max(0, width));
}

function indented(value: Value, given: Given): string {
  const width = given.value(0, "width");
  const by = typeof width === "string" ? width : spaces(given.whole(0, "width", 4));
  const lines = splitLines(`${textOf(value)}\n`);
  const blank = truthOf(given.value(2, "blank"));
  const first = truthOf(given.value(1, "first"));
  return lines
    .map((line, at) => ((at === 0 ? first : blank || line !== "") ? by + line : line))
    .join("\n");
}

function json(value: Value, given: Given): string {
  const indent = given.value(1, "indent") ?? null;
  const separators = given.value(2, "separators");
  const pair = Array.isArray(separators) ? separators.map(textOf) : null;
  return jsonOf(value, {
    ascii: truthOf(given.value(0, "ensure_ascii")),
    indent:
      indent === null ? null : typeof indent === "string" ? indent : spaces(numberIn(indent) ?? 0),
    separators: pair && [pair[0] ?? "", pair[1] ?? ""],
    sorted: truthOf(given.value(3, "sort_keys"))
  });
}

const filters: Readonly<Record<string, Filter>> = {
  ...listFilters,
  length,
  count: length,
  default: otherwise,
  d: otherwise,
  escape,
  e: escape,
  safe: (value) => value,
  string: textOf,
  tojson: json,
  upper: (value) => textOf(value).toUpperCase(),
  lower: (value) => textOf(value).toLowerCase(),
  capitalize: (value) => capitalized(textOf(value)),
  title: (value) => textOf(value).replaceAll(/[^-\s({[<]+/g, (word) => capitalized(word)),
  trim: (value, given) => {
    const characters = given.value(0, "chars") ?? undefined;
    return strip(
      textOf(value),
      "trim",
      characters === undefined ? undefined : given.text(0, "chars")
    );
  },
  replace: (value, given) => {
    const most = given.value(2, "count") ?? -1;
    return replaced(
      textOf(value),
      textOf(given.value(0, "old")),
      textOf(given.value(1, "new")),
      numberIn(most) ?? -1
    );
  },
  indent: indented,
  items: (value) => {
    if (value === undefined) return [];
    if (!isDict(value)) throw new Error(`items: got ${kindOf(value)}, expected a dict`);
    return [...value].map(([key, item]) => Tuple.of(key, item));
  },
  int: (value, given) => {
    const number = numberOf(value);
    if (number === null) return given.has(0, "default") ? given.value(0, "default") : 0;
    return Math.trunc(number);
  },
  float: (value, given) => {
    const number = numberOf(value);
    if (number === null) return given.has(0, "default") ? given.value(0, "default") : new Float(0);
    return new Float(number);
  },
  abs: (value) => {
    const number = numberIn(value);
    if (number === null) throw new Error(`abs: got ${kindOf(value)}, expected a number`);
    return value instanceof Float ? new Float(Math.abs(number)) : Math.abs(number);
  },
  round: (value, given) => {
    const number = numberIn(value);
    if (number === null) throw new Error(`round: got ${kindOf(value)}, expected a number`);
    return new Float(
      rounded(number, given.whole(0, "precision", 0), given.text(1, "method", "common"))
    );
  },
  wordcount: (value) => itemsOf(textOf(value).match(/[\p{L}\p{N}_]+/gu) ?? []).length
};

/** Returns what a filter makes of a value. Throws where none has this name. */
export function filtered(name: string, value: Value, args: Arguments, options: Options): Value {
  if (!Object.hasOwn(filters, name))
    throw new Error(`it has the filter ${name}, which is not known`);
  return filters[name]!(value, new Given(name, args, options), filtered);
}
