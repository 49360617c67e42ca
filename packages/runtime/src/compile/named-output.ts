/** The name that an attribute gives to the value of a cell. */
import type {CellSource, CompiledCell} from "./compilation.ts";
import {syntaxOf} from "./kit.ts";

const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** Throws SyntaxError for a name that no cell could read. */
function check(name: string): void {
  try {
    if (identifier.test(name)) return void syntaxOf(`const ${name} = 0`);
  } catch {
    // A word of the language, or a name of the page.
  }
  throw new SyntaxError(
    `the cell is to give its value the name ${JSON.stringify(name)}, which is none in JavaScript: change output="…" in the file to letters, digits and _`
  );
}

/** Returns what a cell defines whose text names nothing: what its attributes say. Throws SyntaxError. */
export function namedOutput({
  output = null
}: CellSource): Pick<CompiledCell, "outputs" | "gives" | "label"> {
  if (output === null) return {outputs: []};
  check(output);
  return {outputs: [output], gives: "value", label: output};
}

/** Returns the same of a cell whose value is an input. */
export function namedInput({
  output = null
}: CellSource): Pick<CompiledCell, "outputs" | "gives" | "label"> {
  if (output === null) return {outputs: []};
  check(output);
  return {outputs: [`viewof$${output}`, output], gives: "view", label: output};
}
