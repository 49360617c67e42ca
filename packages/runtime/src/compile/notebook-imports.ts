/** What a cell imports from other notebooks: values that change there change here. */
import {placeAt} from "./diagnostic.ts";
import type {Diagnostic, Place} from "./diagnostic.ts";
import {syntaxOf} from "./kit.ts";
import {namesNotebook} from "./specifier.ts";

export interface NotebookImport {
  /** As written: `./other.html`. */
  readonly specifier: string;
  /** Of the import, in the text of the cell. */
  readonly place: Place;
  readonly names: readonly ImportedName[];
  /** What the other notebook reads of this one, in place of its own. */
  readonly injections: readonly Injection[];
}

/** A name of the other notebook, as its variables are called (`chart`, `viewof$x`), and what it is called here. */
export interface ImportedName {
  readonly imported: string;
  readonly local: string;
}

export interface Injection {
  /** In this notebook. */
  readonly own: string;
  /** In the other one. */
  readonly theirs: string;
}

interface Declaration {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly source: {readonly value: unknown};
  readonly specifiers: readonly {
    readonly type: string;
    readonly imported?: {readonly name?: string; readonly value?: string};
    readonly local: {readonly name: string};
  }[];
}

export interface Taken {
  readonly text: string;
  readonly imports: readonly NotebookImport[];
  readonly faults: readonly Diagnostic[];
}

export const nothingTaken = (text: string): Taken => ({text, imports: [], faults: []});

/** Returns what imports define. */
export const namesOf = (imports: readonly NotebookImport[]): readonly string[] =>
  imports.flatMap(({names}) => names.map(({local}) => local));

/**
 * Takes the imports from notebooks out of JavaScript, line for line: what they bring is read as any name of another cell.
 * Returns what is wrong with them, if something is. Throws SyntaxError.
 */
export function takeNotebookImports(text: string, folder: boolean): Taken {
  if (!folder || !/\.html["']/i.test(text)) return nothingTaken(text);
  const imports: NotebookImport[] = [];
  const faults: Diagnostic[] = [];
  let made = "";
  let done = 0;
  const {body = []} = syntaxOf(text) as {readonly body?: readonly Declaration[]};
  for (const node of body) {
    if (node.type !== "ImportDeclaration" || typeof node.source.value !== "string") continue;
    const specifier = node.source.value;
    if (!namesNotebook(specifier)) continue;
    const place = placeAt(text, node.start);
    const names = node.specifiers.map(({type, imported, local}) =>
      type === "ImportSpecifier"
        ? {imported: imported?.name ?? imported?.value ?? local.name, local: local.name}
        : null
    );
    const named = names.filter((name) => name !== null);
    if (named.length < names.length || names.length === 0) {
      const message = `${specifier} is a notebook: name what is imported, as in import {chart} from ${JSON.stringify(specifier)}`;
      faults.push({message, place, from: node.start});
    }
    imports.push({specifier, place, names: named, injections: []});
    made += text.slice(done, node.start) + text.slice(node.start, node.end).replace(/[^\n]/g, " ");
    done = node.end;
  }
  return {text: made + text.slice(done), imports, faults};
}
