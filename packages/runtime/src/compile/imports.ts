/** Modules a cell may import: the ones that are there. Nothing is fetched from another host. */
import {findImports} from "./kit.ts";
import {placeAt} from "./diagnostic.ts";
import type {Diagnostic} from "./diagnostic.ts";
import {readSpecifier} from "./specifier.ts";

/** Name of the function through which a compiled body imports. */
export const importer = "$load";

/** Returns what cannot be imported. */
export function missingModules(
  text: string,
  modules: readonly string[],
  imports = findImports(text)
): readonly Diagnostic[] {
  return imports
    .filter(({specifier}) => !modules.includes(readSpecifier(specifier).name))
    .map(({specifier, start}) => ({
      message: whyMissing(specifier, modules),
      place: placeAt(text, start),
      from: start
    }));
}

/** Returns why a module is not there, and what is. */
export const whyMissing = (specifier: string, modules: readonly string[]): string =>
  `${specifier} ${reason(specifier)}; a cell can import ${listed(modules)}`;

function reason(specifier: string): string {
  if (/^\.{0,2}\//.test(specifier)) return "is a file, and cells import packages only";
  if (/^(?:https?|jsr|observable):/.test(specifier))
    return "is on another host, from which no code is loaded";
  return "does not come with Ecco";
}

/** Returns the names in one line; the parts of d3 are many, and d3 stands for them. */
const listed = (modules: readonly string[]): string =>
  modules.filter((name) => !name.startsWith("d3-")).join(", ") || "nothing";

/** Returns the body with its imports going through `$load("specifier")`. */
export function redirectImports(body: string, text: string): string {
  return findImports(text).reduce((result, {specifier}) => {
    const asked = JSON.stringify(specifier);
    return [kitAddress(specifier), specifier].reduce(
      (done, address) =>
        done.replaceAll(`import(${JSON.stringify(address)})`, `${importer}(${asked})`),
      result
    );
  }, body);
}

/** Returns the address notebook-kit writes for a package. */
const kitAddress = (specifier: string): string =>
  `https://cdn.jsdelivr.net/npm/${specifier.replace(/^npm:/, "").replace(/\/\+esm$/, "")}/+esm`;
