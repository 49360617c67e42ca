/** What to write instead of Observable's older JavaScript, in a cell of today's. */
import {placeAt} from "./diagnostic.ts";
import type {Diagnostic} from "./diagnostic.ts";
import {readObservable} from "./kit.ts";
import type {ObservableCell} from "./kit.ts";

/** Characters of a value that a message repeats. */
const most = 30;

/** Returns it; null for a text that is not Observable's either. */
export function adviceFor(text: string): Diagnostic | null {
  let cell: ObservableCell;
  try {
    cell = readObservable(text);
  } catch {
    return null;
  }
  if (cell.start === null) return null;
  const from = text.length - text.trimStart().length;
  return {message: adviceOf(cell, text), place: placeAt(text, from), from, wouldRunAs: "ojs"};
}

function adviceOf({name, declares, start}: ObservableCell, text: string): string {
  const value = shortened(text.slice(start!).trim().replace(/;$/, ""));
  if (name?.kind === "view")
    return `“viewof ${name.name} = …” is Observable's older JavaScript: write const ${name.name} = view(${value})`;
  if (name?.kind === "mutable")
    return `“mutable ${name.name} = …” is Observable's older JavaScript: write const ${name.name} = Mutable(${value}), with the functions that set ${name.name}.value in the same cell`;
  if (name)
    return `“${name.name} = …” gives a value to a name that this cell does not declare: write const ${name.name} = ${value}`;
  if (declares)
    return 'this import is Observable\'s older JavaScript: write import {…} from "…", without viewof, mutable and with';
  return "this is Observable's older JavaScript: write const name = … for what other cells read, and display(…) for what is shown";
}

function shortened(value: string): string {
  const line = value.split("\n")[0]!;
  return line === value && line.length <= most ? line : "…";
}
