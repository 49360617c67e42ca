/** What the files of a folder weigh, as they are and compressed, and which weigh more than they may. */
import {readdirSync, readFileSync} from "node:fs";
import {dirname, join, relative, sep} from "node:path";
import {gzipSync} from "node:zlib";
import {root} from "../node.js";

/** Prints a line a file with its kB and gzipped kB; models by folder, for hosts do not compress them. Files of *before* are left out. */
export function printSizes(folder, before = new Set()) {
  const sizes = new Map();
  for (const entry of readdirSync(folder, {recursive: true, withFileTypes: true})) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const parts = relative(folder, path).split(sep);
    if (before.has(parts.join("/"))) continue;
    const isModel = parts[0] === "models";
    const isGrouped = isModel || parts[0] === "elements";
    const name = isGrouped ? `${parts.slice(0, -1).join("/")}/` : parts.join("/");
    const bytes = readFileSync(path);
    const size = sizes.get(name) ?? {bytes: 0, gzip: isModel ? undefined : 0};
    size.bytes += bytes.length;
    if (!isModel) size.gzip += gzipSync(bytes).length;
    sizes.set(name, size);
  }
  const width = Math.max(...[...sizes.keys()].map((name) => name.length));
  for (const [name, {bytes, gzip}] of sizes) {
    console.log(
      `${name.padEnd(width)}  ${kilo(bytes)}${gzip === undefined ? "" : `  ${kilo(gzip)} gzip`}`
    );
  }
}

function kilo(bytes) {
  return `${(bytes / 1000).toFixed(1).padStart(9)} kB`;
}

/** Returns what a module makes a page load before it runs: itself and what it imports statically. */
export function closure(file, seen = new Set()) {
  if (seen.has(file)) return seen;
  seen.add(file);
  const text = readFileSync(file, "utf8");
  // Built modules are of one line a statement or less: an import is at the start, or behind a semicolon.
  for (const [, path] of text.matchAll(
    /(?:^|[;\n}])\s*(?:import|export)\s*(?:[\w$*{][^;"'()]*?\bfrom\s*)?["'](\.[^"']+)["']/g
  ))
    closure(join(dirname(file), path), seen);
  return seen;
}

/** Returns the compressed bytes of a module with all it imports statically. */
export const gzipped = (file) =>
  [...closure(file)].reduce((sum, part) => sum + gzipSync(readFileSync(part)).length, 0);

/** Returns the budgets of package.json as rows: the file, what it weighs, what it may. */
export function budgets(folder) {
  const {budgets: wanted} = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return Object.entries(wanted).flatMap(([name, most]) => {
    const files = name.endsWith("/*.js")
      ? readdirSync(join(folder, dirname(name)))
          .filter((file) => file.endsWith(".js"))
          .map((file) => `${dirname(name)}/${file}`)
      : [name];
    return files.map((file) => ({file, gzip: gzipped(join(folder, file)), most}));
  });
}

/** Returns a line for each module that is over its budget. */
export const overBudget = (folder) =>
  budgets(folder)
    .filter(({gzip, most}) => gzip > most)
    .map(
      ({file, gzip, most}) =>
        `dist/${file}: ${kilo(gzip).trim()} gzip with what it imports, expected at most ${kilo(most).trim()}; see "budgets" in package.json`
    );
