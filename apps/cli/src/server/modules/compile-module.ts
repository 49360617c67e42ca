/** From the text of a module of the folder to what the notebook's page loads. Lines stay where they are. */
import {parseAst} from "rolldown/parseAst";
import {transform} from "sucrase";
import {ModuleProblem} from "./module-problem.ts";
import {readImports} from "./read-imports.ts";
import type {ModuleImport} from "./read-imports.ts";

export interface CompiledModule {
  /** The files and packages it names, but for those it names only while it runs. */
  readonly imports: readonly ModuleImport[];
  /** Returns the text to send; *address* is where a file that it imports lies. */
  readonly textFor: (address: (specifier: string) => string) => string;
}

type Compile = (text: string, path: string) => CompiledModule;

const stripped =
  (jsx: boolean): Compile =>
  (text, path) => {
    try {
      const {code} = transform(text, {
        transforms: jsx ? ["typescript", "jsx"] : ["typescript"],
        disableESTransforms: true,
        // What only a type is imported for is taken out, as TypeScript does.
        keepUnusedImports: false,
        jsxRuntime: "automatic",
        production: true
      });
      return script(code, path);
    } catch (error) {
      throw problemIn(error, path);
    }
  };

const script: Compile = (text, path) => {
  try {
    return readImports(text, parseAst(text, {lang: "js"}, path), path);
  } catch (error) {
    throw problemIn(error, path);
  }
};

const json: Compile = (text, path) => {
  try {
    JSON.parse(text);
  } catch (error) {
    throw new ModuleProblem(`${path} is not JSON: ${(error as Error).message}`);
  }
  // A literal of JavaScript would make a prototype of "__proto__".
  const code = `export default JSON.parse(${JSON.stringify(text)});\n`;
  return {imports: [], textFor: () => code};
};

const compilers: ReadonlyMap<string, Compile> = new Map([
  [".js", script],
  [".mjs", script],
  [".ts", stripped(false)],
  [".mts", stripped(false)],
  [".jsx", stripped(true)],
  [".tsx", stripped(true)],
  [".json", json],
  [".geojson", json],
  [".topojson", json]
]);

/** Returns whether files of that ending are modules. */
export const isModule = (ending: string): boolean => compilers.has(ending);

/** Returns what a module of the folder compiles to. Throws ModuleProblem. */
export function compileModule(text: string, path: string): CompiledModule {
  const ending = /\.[^./]+$/.exec(path)?.[0].toLowerCase() ?? "";
  const compile = compilers.get(ending);
  if (!compile)
    throw new ModuleProblem(
      `${path} is no module: an import reads JavaScript, TypeScript and JSON. Read other files with FileAttachment(${JSON.stringify(`./${path.split("/").at(-1)}`)})`
    );
  return compile(text, path);
}

interface Located {
  readonly loc?: {readonly line: number; readonly column: number};
}

/** Returns what a parser's error means: its first sentence, and where. */
function problemIn(error: unknown, path: string): ModuleProblem {
  if (error instanceof ModuleProblem) return error;
  const {message, loc} = error as Error & Located;
  const said = /\((\d+):(\d+)\)\s*$/.exec(message);
  const [line, column] = loc ? [loc.line, loc.column] : [Number(said?.[1]), Number(said?.[2])];
  const words = message
    .replace(/^Parse failed with \d+ errors?:\s*/, "")
    .replace(/^Error transforming [^:]*: /, "")
    .replace(/\s*\(\d+:\d+\)\s*$/, "")
    .split("\n")[0]!;
  return new ModuleProblem(words.charAt(0).toLowerCase() + words.slice(1), {
    place: line && column ? {file: path, line, column} : null
  });
}
