/** Prints what the files of a folder weigh, as they are and compressed. */
import {readdirSync, readFileSync} from "node:fs";
import {join, relative, sep} from "node:path";
import {gzipSync} from "node:zlib";

/** Prints a line a file with its kB and gzipped kB; models by folder, for hosts do not compress them. */
export function printSizes(folder) {
  const sizes = new Map();
  for (const entry of readdirSync(folder, {recursive: true, withFileTypes: true})) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const parts = relative(folder, path).split(sep);
    const isModel = parts[0] === "models";
    const name = isModel ? `${parts.slice(0, 2).join("/")}/` : parts.join("/");
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
