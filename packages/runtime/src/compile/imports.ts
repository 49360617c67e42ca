/** Modules a cell may import: the ones that are there. Nothing is fetched from another host. */
import {findImports, findMeta} from "./kit.ts";
import {placeAt} from "./diagnostic.ts";
import type {Diagnostic} from "./diagnostic.ts";
import {namesFile, readSpecifier} from "./specifier.ts";

/** Name of the function through which a compiled body imports. */
export const importer = "$load";

/** Where whoever runs cells keeps what files of the folder and cells ask of the page. */
export const pageModules = `globalThis[Symbol.for("ecco.modules")]`;

export interface Importable {
  /** Names of the modules that are there in any page. */
  readonly modules: readonly string[];
  /** Whether files and packages of a folder can be imported: what it has is known when the cell runs. */
  readonly folder: boolean;
}

/** Returns what cannot be imported. */
export function missingModules(
  text: string,
  {modules, folder}: Importable,
  imports = findImports(text)
): readonly Diagnostic[] {
  return imports.flatMap(({specifier, start}) => {
    if (specifier === null) return [];
    const reason = reasonAgainst(specifier, {modules, folder});
    if (reason === null) return [];
    return [{message: `${specifier} ${reason}`, place: placeAt(text, start), from: start}];
  });
}

/** An address, or what stands for one: `https:`, `node:`. */
const address = /^[a-z][a-z\d+.-]*:/i;

/** Returns why an address is not imported in a page with a folder; null for files and packages. */
export const whyRefused = (specifier: string): string | null =>
  address.test(readSpecifier(specifier).name)
    ? whyMissing(specifier, {modules: [], folder: true})
    : null;

/** Returns why a module is not there, and what is. */
export const whyMissing = (specifier: string, importable: Importable): string =>
  `${specifier} ${reasonAgainst(specifier, importable) ?? "is not here"}`;

function reasonAgainst(specifier: string, {modules, folder}: Importable): string | null {
  const {name, part} = readSpecifier(specifier);
  if (!address.test(name)) {
    if (folder || (modules.includes(name) && part === null)) return null;
    const why = namesFile(specifier)
      ? "is a file, and this page has no folder to read it from"
      : "does not come with Ecco";
    return `${why}; a cell can import ${listed(modules)}`;
  }
  if (name.startsWith("node:")) return "is a part of Node, and cells run in a browser";
  const instead = folder
    ? "save the file beside the notebook and import it from there, or install its package and import that by its name"
    : `a cell can import ${listed(modules)}`;
  return `is on another host, from which no code is loaded; ${instead}`;
}

/** Returns the names in one line; the parts of d3 are many, and d3 stands for them. */
const listed = (modules: readonly string[]): string =>
  modules.filter((name) => !name.startsWith("d3-")).join(", ") || "nothing";

/**
 * Returns the body with its imports going through `$load(what, line, column)`. notebook-kit puts declarations first and
 * leads packages to a host; *text* is the cell's own, which says what was asked for; empty for a body of something else.
 */
export function redirectImports(body: string, text: string): string {
  if (!body.includes("import")) return body;
  const own = inOrder(text === "" ? [] : findImports(text));
  // As an expression: a body is a function without a name.
  const found = inOrder(findImports(`(${body}\n)`));
  let made = "";
  let done = 0;
  for (const [at, {start, end, source, specifier}] of found.entries()) {
    const asked = own.length === found.length ? own[at]! : null;
    const {line, column} = asked ? placeAt(text, asked.start) : {line: 0, column: 0};
    // A bracket stands before the body.
    const written = body.slice(source.start - 1, source.end - 1);
    const what = asked?.specifier ?? specifier;
    made += `${body.slice(done, start - 1)}${importer}(${what === null ? written : JSON.stringify(what)}, ${line}, ${column})`;
    done = end - 1;
  }
  return made + body.slice(done);
}

/** Returns declarations before expressions, each as they stand. */
const inOrder = <T extends {readonly declaration: boolean; readonly start: number}>(
  imports: readonly T[]
): readonly T[] =>
  imports.toSorted((a, b) => Number(b.declaration) - Number(a.declaration) || a.start - b.start);

/** Returns JavaScript whose `import.meta` is the page's: code that is evaluated has none of its own. */
export function withPageMeta(text: string): string {
  let made = "";
  let done = 0;
  for (const {start, end} of findMeta(text)) {
    made += `${text.slice(done, start)}${pageModules}.meta`;
    done = end;
  }
  return made + text.slice(done);
}
