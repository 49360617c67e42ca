/** Fails when a dependency that a workspace names is installed in a second version. */
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {root} from "./node.js";

/** Second versions that others' packages bring, and why they do no harm; an entry no longer needed is an error too. */
const accepted = new Map([
  ["commander", "katex's and sucrase's command lines; never loaded"],
  ["htl", "inside @observablehq/inputs; returns plain elements"],
  ["markdown-it", "inside notebook-kit's Vite plugin; ours renders notebooks"],
  ["typescript", "notebook-kit compiles cells with 5.9; we check types with 7"]
]);

const {packages} = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
const installed = new Map();
const named = new Set();
for (const [path, entry] of Object.entries(packages)) {
  if (!path.includes("node_modules/")) {
    for (const name of Object.keys({...entry.dependencies, ...entry.devDependencies}))
      named.add(name);
  } else if (!entry.link) {
    const name = path.split("node_modules/").at(-1);
    installed.set(name, (installed.get(name) ?? new Set()).add(entry.version));
  }
}

const problems = [];
for (const name of named) {
  const versions = installed.get(name) ?? new Set();
  if (versions.size > 1 && !accepted.has(name))
    problems.push(
      `${name} is installed as ${[...versions].join(" and ")}: align the ranges in package.json`
    );
}
for (const name of accepted.keys()) {
  if ((installed.get(name)?.size ?? 0) < 2)
    problems.push(`${name} has one version now: remove it from scripts/duplicates.js`);
}
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
