/** Cells of JavaScript and TypeScript. */
import {transform} from "sucrase";
import type {CellSource, Compilation, Compile, CompileOptions} from "./compilation.ts";
import {refused} from "./compilation.ts";
import {diagnosticOf} from "./diagnostic.ts";
import {missingModules, redirectImports, withPageMeta} from "./imports.ts";
import {transpileAs} from "./kit.ts";
import {lineMap} from "./lines.ts";
import {namesOf, takeNotebookImports} from "./notebook-imports.ts";
import {namedOutput} from "./named-output.ts";
import {adviceFor} from "./observable-advice.ts";

/** How the body of an expression begins. */
const head = " => {\nreturn (\n";

/** Returns TypeScript without its types, which are not checked. Throws SyntaxError. */
export const withoutTypes = (text: string): string =>
  transform(text, {
    transforms: ["typescript"],
    disableESTransforms: true,
    keepUnusedImports: true
  }).code;

export const compileTypeScript: Compile = (source, options) => {
  let text: string;
  try {
    text = withoutTypes(source.text);
  } catch (error) {
    return refused(adviceFor(source.text) ?? diagnosticOf(error, source.text, 1));
  }
  return compileScript({...source, text}, options);
};

export const compileJavaScript: Compile = (source, options) => compileScript(source, options);

function compileScript(source: CellSource, options: Required<CompileOptions>): Compilation {
  const {id, hidden = false} = source;
  let {text} = source;
  try {
    const {imports, faults, text: rest} = takeNotebookImports(text, options.folder);
    if (faults.length > 0) return refused(...faults);
    text = options.folder ? withPageMeta(rest) : rest;
    const {body, inputs, outputs, autodisplay} = transpileAs(text, "js");
    const missing = missingModules(text, options);
    if (missing.length > 0) return refused(...missing);
    const expression = body.includes(head);
    return {
      cell: {
        id,
        body: redirectImports(body, text),
        inputs,
        // What it declares are its names.
        ...(expression
          ? namedOutput(source)
          : {outputs: [...outputs, ...namesOf(imports)], ...(imports.length > 0 && {imports})}),
        autodisplay: autodisplay && !hidden,
        lines: lineMap(text, body, {expression, outputs})
      },
      diagnostics: []
    };
  } catch (error) {
    return refused(adviceFor(text) ?? diagnosticOf(error, text, 0));
  }
}
