/** What a cell calls and imports, read off its text: nothing of it runs. */
import {transform} from "sucrase";
import {syntaxOf} from "./kit.ts";
import {findParts} from "./template-parts.ts";
import type {CellSource} from "./compile-cell.ts";

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

/** Returns what a piece of JavaScript calls. Throws what the parser throws. */
function read(text: string, found: {calls: Call[]; texts: string[]; values: Set<string>}): void {
  const add = (name: string, argument: unknown): void => {
    found.calls.push({name, text: textOf(argument), options: optionsOf(argument)});
  };
  // Not by recursion: how deep a text is nested is its author's.
  const waiting: unknown[] = [syntaxOf(text)];
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

/** Returns what a cell calls; what cannot be read is left out, and said by `whole`. */
export function findCalls({type, text}: Pick<CellSource, "type" | "text">): Calls {
  const found = {calls: [] as Call[], texts: [] as string[], values: new Set<string>()};
  try {
    if (type === "js") read(text, found);
    else if (type === "ts")
      read(
        transform(text, {
          transforms: ["typescript"],
          disableESTransforms: true,
          keepUnusedImports: true
        }).code,
        found
      );
    else if (type === "md" || type === "html") {
      found.texts.push(text);
      for (const {start, end} of findParts(text)) read(text.slice(start + 2, end - 1), found);
    }
    return {...found, whole: true};
  } catch {
    return {...found, whole: false};
  }
}
