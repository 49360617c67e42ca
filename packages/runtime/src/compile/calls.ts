/** What a cell calls and imports, read off its text: nothing of it runs. */
import {cellTypes, isKind} from "../document/cell-types.ts";
import type {CellTypeRow} from "../document/cell-types.ts";
import type {CellSource} from "./compilation.ts";
import {withoutTypes} from "./compile-script.ts";
import {readObservable, syntaxOf} from "./kit.ts";
import {findParts} from "./template-parts.ts";

export interface Call {
  /** What is called, where it is written plainly: `ecco.model`, `fetch`, `new Worker`, `import`. */
  readonly name: string;
  /** Its first argument, where that is a plain text; null where it is something else. */
  readonly text: string | null;
  /** Plain texts of the first argument's properties, where it is an object. */
  readonly options: ReadonlyMap<string, string | null>;
}

export interface Calls {
  readonly calls: readonly Call[];
  /** Plain texts of the cell, those between `${…}` too. */
  readonly texts: readonly string[];
  /** Whether all of it could be read; if not, it can call anything. */
  readonly whole: boolean;
  /** Names that stand alone, and are neither called nor asked for a property. */
  readonly values: ReadonlySet<string>;
}

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof (value as Node)["type"] === "string";

/** Returns the text of a string, or of a template without `${…}`; null for anything else. */
function textOf(node: unknown): string | null {
  if (!isNode(node)) return null;
  if (node.type === "Literal" && typeof node["value"] === "string") return node["value"];
  const {quasis} = node as unknown as {quasis?: readonly {value: {cooked?: string | null}}[]};
  if (node.type === "TemplateLiteral" && quasis?.length === 1)
    return quasis[0]!.value.cooked ?? null;
  return null;
}

/** Returns `a.b` for `a.b` and `a["b"]`; null for what is not plainly a name. */
function nameOf(node: unknown): string | null {
  if (!isNode(node)) return null;
  if (node.type === "Identifier") return String(node["name"]);
  if (node.type !== "MemberExpression") return null;
  const object = nameOf(node["object"]);
  const property = node["computed"] ? textOf(node["property"]) : nameOf(node["property"]);
  return object === null || property === null ? null : `${object}.${property}`;
}

function optionsOf(node: unknown): ReadonlyMap<string, string | null> {
  const {properties} = (isNode(node) ? node : {}) as {properties?: readonly Node[]};
  return new Map(
    (properties ?? []).flatMap((each) => {
      const key = each["computed"] ? null : (nameOf(each["key"]) ?? textOf(each["key"]));
      return key === null ? [] : [[key, textOf(each["value"])] as const];
    })
  );
}

interface Found {
  readonly calls: Call[];
  readonly texts: string[];
  readonly values: Set<string>;
}

/** Adds what a piece of JavaScript calls, of which that is the syntax tree. */
function read(tree: unknown, found: Found): void {
  const add = (name: string, argument: unknown): void => {
    found.calls.push({name, text: textOf(argument), options: optionsOf(argument)});
  };
  // Not by recursion: how deep a text is nested is its author's.
  const waiting: unknown[] = [tree];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (Array.isArray(node)) {
      for (const each of node) if (typeof each === "object" && each !== null) waiting.push(each);
      continue;
    }
    if (!isNode(node)) continue;
    if (node.type === "Identifier") found.values.add(String(node["name"]));
    const [argument] = (node["arguments"] ?? []) as readonly unknown[];
    const name = nameOf(node["callee"]);
    if (node.type === "CallExpression" && name !== null) add(name, argument);
    if (node.type === "NewExpression" && name !== null) add(`new ${name}`, argument);
    if (node.type === "ImportDeclaration" || node.type === "ImportExpression")
      add("import", node["source"]);
    const plain = textOf(node);
    if (plain !== null) found.texts.push(plain);
    else if (node.type === "TemplateElement")
      found.texts.push((node["value"] as {cooked?: string | null}).cooked ?? "");
    for (const [key, value] of Object.entries(node)) {
      if (typeof value !== "object" || value === null) continue;
      const isName = isNode(value) && value.type === "Identifier";
      if (!isName || !uses.has(key)) waiting.push(value);
    }
  }
}

/** Where a name is called, or asked for a property, or itself a property. */
const uses: ReadonlySet<string> = new Set(["callee", "object", "property", "key", "id", "tag"]);

const readers: {
  readonly [C in CellTypeRow["compiler"]]: (text: string, found: Found) => void;
} = {
  javascript: (text, found) => read(syntaxOf(text), found),
  typescript: (text, found) => read(syntaxOf(withoutTypes(text)), found),
  observable: (text, found) => {
    // An import from another notebook has the form of any import.
    const {tree} = readObservable(text);
    if (tree !== null) read(tree, found);
  },
  template: (text, found) => {
    found.texts.push(text);
    for (const {start, end} of findParts(text))
      read(syntaxOf(text.slice(start + 2, end - 1)), found);
  },
  // Data calls nothing.
  json: () => undefined,
  csv: () => undefined
};

/** Returns what a cell calls; what cannot be read is left out, and said by `whole`. */
export function findCalls({type, text}: Pick<CellSource, "type" | "text">): Calls {
  const found = {calls: [] as Call[], texts: [] as string[], values: new Set<string>()};
  try {
    if (isKind(type)) readers[cellTypes[type].compiler](text, found);
    return {...found, whole: true};
  } catch {
    return {...found, whole: false};
  }
}
