/** Modules a cell may import: the ones that are there. Nothing is fetched from another host. */
import {findImports} from "./kit.ts";
import {placeAt} from "./diagnostic.ts";
import type {Diagnostic} from "./diagnostic.ts";

/** Name of the function through which a compiled body imports. */
export const importer = "$load";

/** Returns the name of a module without protocol: `npm:d3` and `d3` are the same. */
const plain = (specifier: string): string => specifier.replace(/^npm:/, "");

/** Returns what cannot be imported. */
export function missingModules(text: string, modules: readonly string[]): readonly Diagnostic[] {
  return findImports(text)
    .filter(({specifier}) => !modules.includes(plain(specifier)))
    .map(({specifier, start}) => ({
      message: `${specifier} is not here; a cell can import ${modules.join(", ") || "nothing"}`,
      place: placeAt(text, start),
      from: start
    }));
}

/** Returns the body with its imports going through `$load("name")`. */
export function redirectImports(body: string, text: string): string {
  return findImports(text).reduce((result, {specifier}) => {
    const name = JSON.stringify(plain(specifier));
    return [kitAddress(specifier), specifier].reduce(
      (done, address) =>
        done.replaceAll(`import(${JSON.stringify(address)})`, `${importer}(${name})`),
      result
    );
  }, body);
}

/** Returns the address notebook-kit writes for a package. */
const kitAddress = (specifier: string): string =>
  `https://cdn.jsdelivr.net/npm/${plain(specifier)}/+esm`;
