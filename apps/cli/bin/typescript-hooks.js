// Takes the types out of .ts files as they are imported, with the compiler that Vite builds with.
import {readFile} from "node:fs/promises";
import {fileURLToPath} from "node:url";
import {transform} from "rolldown/utils";

const options = {
  lang: "ts",
  sourceType: "module",
  sourcemap: false,
  tsconfig: false,
  typescript: {onlyRemoveTypeImports: true}
};

export async function load(url, context, next) {
  if (!url.startsWith("file:") || !new URL(url).pathname.endsWith(".ts")) return next(url, context);
  const path = fileURLToPath(url);
  const {code, errors} = await transform(path, await readFile(path, "utf8"), options);
  if (errors.length > 0) throw new SyntaxError(`${path}: ${errors[0].message}`);
  return {format: "module", source: code, shortCircuit: true};
}
