/** How values are written: as a template puts them out (`str`), within lists (`repr`), and as JSON. */
import {isDict, kindOf, Float, Picked, Tuple} from "./values.ts";
import type {Value} from "./values.ts";

/** Returns a value as a template writes it: nothing for what it does not know. */
export function textOf(value: Value): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : repr(value);
}

export function repr(value: Value): string {
  if (value === undefined) return "Undefined";
  if (value === null) return "None";
  if (typeof value === "string") return quoted(value);
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return String(value);
  if (value instanceof Float) return floatText(value.value);
  if (value instanceof Tuple)
    return `(${value.map(repr).join(", ")}${value.length === 1 ? "," : ""})`;
  if (Array.isArray(value)) return `[${value.map(repr).join(", ")}]`;
  if (isDict(value))
    return `{${[...value].map(([key, item]) => `${repr(key)}: ${repr(item)}`).join(", ")}}`;
  if (value instanceof Picked)
    throw new Error("it writes what it has picked from a list without |list");
  throw new Error(`it writes ${kindOf(value)}, which is no text`);
}

/** Python turns to powers of ten at 1e16 and below 1e-4. */
function floatText(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  if (Object.is(value, -0)) return "-0.0";
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e16))
    return value.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

const escapes: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t"
};

function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const inner = text.replaceAll(/[\\\p{C}\p{Z}'"]/gu, (letter) => {
    if (letter === " " || letter === '"' || letter === "'")
      return letter === quote ? `\\${letter}` : letter;
    return escapes[letter] ?? escaped(letter.codePointAt(0)!);
  });
  return `${quote}${inner}${quote}`;
}

function escaped(code: number): string {
  const digits = code.toString(16);
  if (code < 0x100) return `\\x${digits.padStart(2, "0")}`;
  return code < 0x10000 ? `\\u${digits.padStart(4, "0")}` : `\\U${digits.padStart(8, "0")}`;
}

export interface JsonOptions {
  readonly indent?: string | null;
  readonly ascii?: boolean;
  readonly sorted?: boolean;
  /** Between items, and behind keys. */
  readonly separators?: readonly [string, string] | null;
}

/** Returns what Python's json.dumps writes, as transformers calls it for `tojson`. */
export function jsonOf(value: Value, options: JsonOptions = {}, depth = 0): string {
  const {indent = null, separators = null, ascii = false, sorted = false} = options;
  const [between, behind] = separators ?? [indent === null ? ", " : ",", ": "];
  const line = (at: number): string => (indent === null ? "" : `\n${indent.repeat(at)}`);
  const inside = (parts: readonly string[], [open, close]: string): string =>
    parts.length === 0
      ? `${open}${close}`
      : `${open}${line(depth + 1)}${parts.join(`${between}${line(depth + 1)}`)}${line(depth)}${close}`;
  const text = (said: string): string =>
    ascii
      ? JSON.stringify(said).replaceAll(
          /[\u007f-\uffff]/g,
          (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`
        )
      : JSON.stringify(said);
  if (value === null) return "null";
  if (typeof value === "string") return text(value);
  if (typeof value === "boolean" || typeof value === "number") return String(value);
  if (value instanceof Float) return jsonFloat(value.value);
  if (Array.isArray(value))
    return inside(
      value.map((item) => jsonOf(item, options, depth + 1)),
      "[]"
    );
  if (isDict(value)) {
    const entries = [...value].map(([key, item]) => [keyText(key), item] as const);
    if (sorted) entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return inside(
      entries.map(([key, item]) => `${text(key)}${behind}${jsonOf(item, options, depth + 1)}`),
      "{}"
    );
  }
  throw new Error(`tojson: ${kindOf(value)} has no form in JSON`);
}

function jsonFloat(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  return Number.isFinite(value) ? floatText(value) : value > 0 ? "Infinity" : "-Infinity";
}

const keyText = (key: Value): string =>
  typeof key === "string"
    ? key
    : key === null
      ? "null"
      : typeof key === "boolean"
        ? String(key)
        : textOf(key);
