/** Cells of Observable JavaScript: one name and its value, an expression, a block, or an import from another notebook. */
import type {CompiledCell, Compile} from "./compilation.ts";
import {refused} from "./compilation.ts";
import {placeAt} from "./diagnostic.ts";
import {missingModules, redirectImports} from "./imports.ts";
import {readObservable, transpileAs} from "./kit.ts";
import type {ObservableCell, ObservableImport, ObservableName} from "./kit.ts";
import {compileJavaScript} from "./compile-script.ts";
import {namesOf} from "./notebook-imports.ts";
import type {NotebookImport} from "./notebook-imports.ts";
import {namesFile, namesNotebook} from "./specifier.ts";

export const compileObservable: Compile = (source, options) => {
  const {id, text, hidden = false} = source;
  const cell = readObservable(text);
  // Without a value it is JavaScript as well: comments.
  if (cell.start === null) return compileJavaScript(source, options);
  if (cell.declares) return compileImport(cell.declares, source, options);
  const missing = missingModules(text, options, cell.imports);
  if (missing.length > 0) return refused(...missing);
  const {body, inputs} = transpileAs(text, "ojs");
  return {
    cell: {
      id,
      inputs,
      ...located(redirectImports(body, ""), text, cell.start),
      ...named(cell),
      autodisplay: !hidden
    },
    diagnostics: []
  };
};

const definitions: Readonly<Record<ObservableName["kind"], (name: string) => readonly string[]>> = {
  value: (name) => [name],
  view: (name) => [`viewof$${name}`, name],
  mutable: (name) => [name, `mutable$${name}`]
};

function named({name}: ObservableCell): Pick<CompiledCell, "outputs" | "gives" | "label"> {
  if (!name) return {outputs: []};
  return {outputs: definitions[name.kind](name.name), gives: name.kind, label: name.name};
}

/** Returns the body with its text where it stands in the cell: a line before it, in the same columns. */
function located(body: string, text: string, start: number): Pick<CompiledCell, "body" | "lines"> {
  const {line, column} = placeAt(text, start);
  const lines = body.split("\n");
  lines[1] = " ".repeat(column - 1) + lines[1]!;
  return {
    body: lines.join("\n"),
    lines: [undefined, undefined, ...lines.slice(1, -1).map((_, index) => line + index)]
  };
}

/** Files and packages are imported as JavaScript imports them; notebooks of observablehq.com are on another host. */
const compileImport = (
  {source: from, names, injections}: ObservableImport,
  source: Parameters<Compile>[0],
  options: Parameters<Compile>[1]
): ReturnType<Compile> => {
  const isPlain = injections.length === 0 && names.every(({view, mutable}) => !view && !mutable);
  const place = placeAt(source.text, 0);
  if (options.folder && namesNotebook(from))
    return importedFrom(
      {
        specifier: from,
        place,
        names: names.flatMap(variablesOf).map(([imported, local]) => ({imported, local})),
        injections: injections.flatMap(variablesOf).map(([own, theirs]) => ({own, theirs}))
      },
      source.id
    );
  if (isPlain && isModule(from)) {
    const list = names.map(({imported, local}) => `${imported.name} as ${local.name}`);
    const text = `import {${list.join(", ")}} from ${JSON.stringify(from)};`;
    return compileJavaScript({...source, text}, options);
  }
  return refused({message: `${from} ${reasonAgainst(from)}`, place, from: 0});
};

function reasonAgainst(from: string): string {
  if (namesNotebook(from)) return "is a notebook, and this page has no folder to read it from";
  return namesFile(from)
    ? "is no notebook: viewof, mutable and with are of imports from notebooks, whose names end in .html"
    : 'is a notebook on another host, from which no code is loaded; save it beside this one, and import from "./its-name.html"';
}

/** Returns a cell that does nothing but import. */
const importedFrom = (wanted: NotebookImport, id: number): ReturnType<Compile> => ({
  cell: {
    id,
    body: "() => {}",
    inputs: [],
    outputs: namesOf([wanted]),
    imports: [wanted],
    autodisplay: false,
    lines: []
  },
  diagnostics: []
});

/** Returns what the runtime calls a name there and here: of an input the input and its value. */
function variablesOf({
  imported: {name: there},
  local: {name: here},
  view,
  mutable
}: ObservableImport["names"][number]): readonly (readonly [there: string, here: string])[] {
  const itself = [there, here] as const;
  if (view) return [[`viewof$${there}`, `viewof$${here}`], itself];
  return mutable ? [itself, [`mutable$${there}`, `mutable$${here}`]] : [itself];
}

/** Whether an import leads to a file of JavaScript or to a package, not to a notebook. */
const isModule = (from: string): boolean =>
  /^(?:npm|jsr|node|https?):/.test(from) ||
  (namesFile(from)
    ? !namesNotebook(from)
    : !/^(?:@|d\/|[\da-f]{16}(?:@|$)|observable:)/.test(from));
