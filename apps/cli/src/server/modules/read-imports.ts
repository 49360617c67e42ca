/** What a module imports, and its text with each import leading to where the page finds it. */
import {ModuleProblem} from "./module-problem.ts";
import type {CompiledModule} from "./compile-module.ts";

export interface ModuleImport {
  readonly specifier: string;
  /** Line of the import, from 1. */
  readonly line: number;
  readonly column: number;
  /** Whether it names a file of the folder, not a package. */
  readonly isFile: boolean;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}
interface Named {
  readonly type: string;
  readonly local: Node;
  readonly imported?: Node;
  readonly exported?: Node;
}
interface Change {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Through which a module asks the page for what is no file of the folder. */
const bridge = `globalThis[Symbol.for("ecco.modules")]`;

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof (value as Node).type === "string";

/** Returns whether an import names a file by its place. */
export const namesFile = (specifier: string): boolean => /^\.{0,2}\//.test(specifier);

const nameOf = (node: Node): string => String(node["name"] ?? node["value"]);
/** What comes before the module itself when packages do: lines must stay. */
const blank = (text: string): string => "\n".repeat(text.split("\n").length - 1);

/** Reads a module's syntax tree. Throws ModuleProblem for what cannot be led anywhere. */
export function readImports(text: string, tree: unknown, path: string): CompiledModule {
  const imports: ModuleImport[] = [];
  const changes: Change[] = [];
  const files: {readonly source: Node; readonly end: number; readonly specifier: string}[] = [];
  /** Values of packages, which are there before the module begins. */
  const before: string[] = [];
  let hidden = 0;
  const from = JSON.stringify(path);
  const lines = lineStarts(text);

  const placeOf = ({start}: Node): {readonly line: number; readonly column: number} => {
    const line = lines.findLastIndex((each) => each <= start);
    return {line: line + 1, column: start - lines[line]! + 1};
  };
  const load = (specifier: string, names: readonly string[]): string =>
    `await ${bridge}.load(${JSON.stringify(specifier)}, ${from}, ${JSON.stringify(names)})`;

  /** Takes an import of a package out of the text; its values are asked of the page. */
  const takeOut = (node: Node, specifier: string): void => {
    const specifiers = (node["specifiers"] ?? []) as readonly Named[];
    const whole = specifiers.find(({type}) => type === "ImportNamespaceSpecifier");
    const single = specifiers
      .filter((each) => each !== whole)
      .map(({type, imported, local}) => ({
        name: type === "ImportDefaultSpecifier" ? "default" : nameOf(imported ?? local),
        local: nameOf(local)
      }));
    const names = single.map(({name}) => name);
    const pattern = single.map(({name, local}) => `${JSON.stringify(name)}: ${local}`).join(", ");
    const parts = [...(whole ? [nameOf(whole.local)] : []), ...(pattern ? [`{${pattern}}`] : [])];
    const [first = "", ...others] = parts;
    before.push(
      (first === "" ? "" : `const ${first} = `) +
        `${load(specifier, names)};` +
        others.map((each) => `const ${each} = ${first};`).join("")
    );
    changes.push({start: node.start, end: node.end, text: blank(text.slice(node.start, node.end))});
  };
  const giveOn = (node: Node, specifier: string): void => {
    const specifiers = (node["specifiers"] ?? []) as readonly Named[];
    const own = specifiers.map(({local, exported}) => ({
      name: nameOf(local),
      as: exported!,
      own: `$ecco${hidden++}`
    }));
    const pattern = own.map((each) => `${JSON.stringify(each.name)}: ${each.own}`).join(", ");
    before.push(
      `const {${pattern}} = ${load(
        specifier,
        own.map(({name}) => name)
      )};`
    );
    const list = own.map((each) => `${each.own} as ${text.slice(each.as.start, each.as.end)}`);
    const kept = blank(text.slice(node.start, node.end));
    changes.push({start: node.start, end: node.end, text: `export {${list.join(", ")}};${kept}`});
  };
  const giveAllOn = (node: Node, specifier: string): void => {
    const exported = node["exported"];
    if (!isNode(exported))
      throw new ModuleProblem(
        `export * from ${JSON.stringify(specifier)} gives on names that are not known before the package is there; name them: export {a, b} from ${JSON.stringify(specifier)}`,
        {place: {file: path, ...placeOf(node)}}
      );
    const own = `$ecco${hidden++}`;
    before.push(`const ${own} = ${load(specifier, [])};`);
    const name = text.slice(exported.start, exported.end);
    const kept = blank(text.slice(node.start, node.end));
    changes.push({start: node.start, end: node.end, text: `export {${own} as ${name}};${kept}`});
  };
  const named: Readonly<Record<string, (node: Node, specifier: string) => void>> = {
    ImportDeclaration: takeOut,
    ExportNamedDeclaration: giveOn,
    ExportAllDeclaration: giveAllOn
  };

  const waiting: unknown[] = [tree];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (Array.isArray(node)) {
      for (const each of node) waiting.push(each);
      continue;
    }
    if (!isNode(node)) continue;
    const source = node["source"];
    const give = named[node.type];
    if (give && isNode(source)) {
      const specifier = String(source["value"]);
      const isFile = namesFile(specifier);
      imports.push({specifier, ...placeOf(node), isFile});
      if (isFile) files.push({source, end: node.end, specifier});
      else give(node, specifier);
    } else if (node.type === "ImportExpression" && isNode(source)) {
      // What it names is looked for when it is asked.
      changes.push({start: node.start, end: source.start, text: `${bridge}.load(`});
      changes.push({start: source.end, end: node.end, text: `, ${from})`});
    } else if (isResolve(node))
      changes.push({
        start: (node["callee"] as Node).start,
        end: (node["callee"] as Node).end,
        text: `((name) => ${bridge}.resolve(name, import.meta.url))`
      });
    for (const value of Object.values(node))
      if (typeof value === "object" && value !== null) waiting.push(value);
  }
  // Of all that are found from the back, the first one first.
  imports.reverse();
  before.reverse();
  return {
    imports,
    textFor: (address) => {
      const led = files.map(({source, end, specifier}) => ({
        start: source.start,
        end,
        text: `${JSON.stringify(address(specifier))};${blank(text.slice(source.start, end))}`
      }));
      return before.join("") + changed(text, [...changes, ...led]);
    }
  };
}

/** Returns whether it is `import.meta.resolve(…)`. */
function isResolve(node: Node): boolean {
  const callee = node["callee"];
  if (node.type !== "CallExpression" || !isNode(callee) || callee.type !== "MemberExpression")
    return false;
  const {object, property} = callee as unknown as {readonly object: Node; readonly property: Node};
  return object.type === "MetaProperty" && property["name"] === "resolve";
}

function changed(text: string, changes: readonly Change[]): string {
  let made = "";
  let done = 0;
  for (const {start, end, text: by} of changes.toSorted((a, b) => a.start - b.start)) {
    made += text.slice(done, start) + by;
    done = end;
  }
  return made + text.slice(done);
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}
