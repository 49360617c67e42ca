/** Reads package-lock.json: which licence each package has, and which licences may be among them. */
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {root} from "./node.js";

/** Licences whose terms a work under Apache-2.0 can meet, with what they ask for. */
export const allowed = {
  "0BSD": "nothing",
  "Apache-2.0": "its text and notices stay with the code",
  "BSD-2-Clause": "its text stays with the code",
  "BSD-3-Clause": "its text stays with the code",
  "CC0-1.0": "nothing",
  ISC: "its text stays with the code",
  MIT: "its text stays with the code",
  "MIT-0": "nothing",
  "MPL-2.0": "changed files of the package stay under it; none is changed",
  "OFL-1.1": "fonts are not sold by themselves, and keep its text",
  "PSF-2.0": "its text stays with the code",
  "Python-2.0": "its text stays with the code",
  Unlicense: "nothing"
};

/** Returns the packages of the lock file: name, version, licence, and whether only work on the project needs them. */
export function packages(lock = join(root, "package-lock.json")) {
  const found = JSON.parse(readFileSync(lock, "utf8")).packages;
  return Object.entries(found)
    .filter(([path, entry]) => path.includes("node_modules/") && !entry.link)
    .map(([path, {version, license, dev = false}]) => ({
      name: path.split("node_modules/").at(-1),
      version,
      licence: license ?? "none",
      dev
    }));
}

/** Returns whether an SPDX expression can be met: every part of AND, one part of OR. */
export function isAllowed(expression) {
  const text = expression.replace(/^\((.*)\)$/, "$1");
  if (/ AND /.test(text)) return text.split(" AND ").every((part) => isAllowed(part));
  if (/ OR /.test(text)) return text.split(" OR ").some((part) => isAllowed(part));
  return Object.hasOwn(allowed, text);
}

/** Returns what is wrong, a line for each package whose licence is missing or not among those allowed. */
export const refused = (all = packages()) =>
  all
    .filter(({licence}) => !isAllowed(licence))
    .map(({name, version, licence}) => `${name} ${version}: licence ${licence} is not allowed`);
