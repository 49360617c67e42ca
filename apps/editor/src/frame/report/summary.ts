/** A value as JSON that says what it is and does not grow with it: what a program that runs notebooks reads of a cell. */

type Json = null | boolean | number | string | readonly Json[] | {readonly [key: string]: Json};

/** Of a summary: what is beyond is counted, not written. */
export const most = {
  /** Entries of a list, and of an object. */
  entries: 20,
  characters: 1000,
  depth: 4,
  /** Values in all. */
  values: 1000
} as const;

/** How many values may still be written. */
interface Room {
  left: number;
}

const shortened = (text: string): string =>
  text.length > most.characters ? `${text.slice(0, most.characters)}…` : text;

/** Returns what a value is in JSON, see docs/notebooks.md. Calls no getter and no function of it. */
export function summaryOf(value: unknown): Json {
  const room = {left: most.values};
  const seen = new Set<object>();
  return summarize(value, {room, seen, depth: 0});
}

interface At {
  readonly room: Room;
  /** Objects that this one is within. */
  readonly seen: Set<object>;
  readonly depth: number;
}

/** By `typeof`, of what is no object. */
const plain: {readonly [type: string]: (value: never) => Json} = {
  string: shortened,
  boolean: (value: boolean) => value,
  number: (value: number) => (Number.isFinite(value) ? value : {type: "number", text: `${value}`}),
  undefined: () => null,
  bigint: (value: bigint) => ({type: "bigint", text: shortened(String(value))}),
  symbol: (value: symbol) => ({type: "symbol", text: shortened(String(value))}),
  function: (value: {readonly name: unknown}) => {
    const name = Object.getOwnPropertyDescriptor(value, "name")?.value as unknown;
    return {type: "function", name: typeof name === "string" ? shortened(name) : ""};
  }
};

function summarize(value: unknown, {room, seen, depth}: At): Json {
  if (value === null) return null;
  const isSimple = plain[typeof value];
  if (isSimple) return isSimple(value as never);
  const object = value as object;
  if (seen.has(object)) return {type: "circular"};
  if (room.left-- <= 0) return {type: "left out"};
  seen.add(object);
  try {
    return ofObject(object, {room, seen, depth: depth + 1});
  } catch (error) {
    // A proxy answers as it likes.
    return {type: "unreadable", text: shortened(String(error))};
  } finally {
    seen.delete(object);
  }
}

function ofObject(object: object, at: At): Json {
  if (isNode(object)) return ofNode(object);
  if (object instanceof Date)
    return Number.isNaN(object.getTime())
      ? {type: "date", text: "invalid"}
      : {type: "date", text: object.toISOString()};
  if (object instanceof Error)
    return {type: "error", name: shortened(object.name), message: shortened(object.message)};
  if (object instanceof RegExp) return {type: "regexp", text: shortened(String(object))};
  const isDeep = at.depth > most.depth;
  if (Array.isArray(object)) return ofList("array", object.length, (n) => object[n], isDeep, at);
  if (ArrayBuffer.isView(object) && !(object instanceof DataView)) {
    const list = object as unknown as ArrayLike<unknown>;
    return ofList(nameOf(object), list.length, (n) => list[n], isDeep, at);
  }
  if (object instanceof Set) {
    const first = firstOf(object);
    return ofList("set", object.size, (n) => first[n], isDeep, at);
  }
  if (object instanceof Map) {
    const first = firstOf(object);
    return ofList("map", object.size, (n) => first[n], isDeep, at);
  }
  return ofFields(object, isDeep, at);
}

/** Returns the first entries, and reads no others. */
function firstOf(entries: Iterable<unknown>): readonly unknown[] {
  const found: unknown[] = [];
  for (const each of entries) {
    if (found.length === most.entries) break;
    found.push(each);
  }
  return found;
}

/** Returns a list; a plain one that is short as itself. */
function ofList(
  type: string,
  length: number,
  entry: (index: number) => unknown,
  isDeep: boolean,
  at: At
): Json {
  if (isDeep) return {type, length};
  const shown = Math.min(length, most.entries);
  const first = Array.from({length: shown}, (_, index) => summarize(entry(index), at));
  return type === "array" && shown === length ? first : {type, length, first};
}

/** Returns an object by its own fields; one of a class with the name of that. */
function ofFields(object: object, isDeep: boolean, at: At): Json {
  const type = nameOf(object);
  const keys = Object.keys(object);
  if (isDeep) return {type, keys: keys.length};
  const fields = Object.fromEntries(
    keys.slice(0, most.entries).map((key) => {
      const {value, get} = Object.getOwnPropertyDescriptor(object, key) ?? {};
      return [shortened(key), get ? {type: "getter"} : summarize(value, at)];
    })
  );
  const isWhole = keys.length <= most.entries;
  return type === "Object" && isWhole ? fields : {type, keys: keys.length, first: fields};
}

/** Returns the name of an object's class. */
function nameOf(object: object): string {
  const prototype = Object.getPrototypeOf(object) as object | null;
  if (prototype === null) return "Object";
  const {value: constructor} = Object.getOwnPropertyDescriptor(prototype, "constructor") ?? {};
  const name: unknown = typeof constructor === "function" ? constructor.name : "Object";
  return typeof name === "string" ? shortened(name) : "Object";
}

const isNode = (object: object): object is Node =>
  typeof Node !== "undefined" && object instanceof Node;

function ofNode(node: Node): Json {
  const text = textWithin([node]);
  return node instanceof Element
    ? {type: "element", tag: node.localName, text}
    : {type: node.nodeName.replace("#", ""), text};
}

/** What an element holds and does not show. */
const unseen: ReadonlySet<string> = new Set(["style", "script", "template"]);

/** Returns the words within nodes, those in the shadow of elements too, with a space in place of any white space. */
export function textWithin(nodes: readonly Node[]): string {
  let text = "";
  const waiting = nodes.toReversed();
  while (waiting.length > 0 && text.length <= 4 * most.characters) {
    const node = waiting.pop()!;
    if (node instanceof CharacterData && node.nodeType === Node.TEXT_NODE) text += `${node.data} `;
    if (node instanceof Element && unseen.has(node.localName)) continue;
    const {shadowRoot = null} = node instanceof Element ? node : {};
    waiting.push(...[...(shadowRoot ?? node).childNodes].toReversed());
  }
  return shortened(text.replaceAll(/\s+/g, " ").trim());
}
