#!/usr/bin/env node
// Plain JavaScript for any Node from 20 on: runs src/main.ts with a Node that strips types.
import {spawn} from "node:child_process";
import {existsSync} from "node:fs";
import {constants} from "node:os";
import {fileURLToPath} from "node:url";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
const stripsTypes = major >= 24 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18);
const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
const node = stripsTypes ? process.execPath : findNode();

if (!node) {
  console.error(
    `ecco: got Node ${process.versions.node} and no newer one beside it; run npm install, or use Node 22.18 or later`
  );
  process.exit(2);
}

const child = spawn(
  node,
  ["--disable-warning=ExperimentalWarning", main, ...process.argv.slice(2)],
  {stdio: "inherit"}
);
let interrupted = 0;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    // The terminal sends Ctrl-C to both; a later one means that the child is too busy to hear it.
    const again = interrupted > 0 && Date.now() - interrupted > 500;
    if (signal === "SIGINT") interrupted ||= Date.now();
    child.kill(again && signal === "SIGINT" ? "SIGKILL" : signal);
  });
}
child.on("error", (error) => {
  console.error(`ecco: ${node} does not start (${error.message}); run npm install again`);
  process.exit(2);
});
child.on("exit", (code, signal) => {
  const cause = interrupted && signal === "SIGKILL" ? "SIGINT" : (signal ?? "SIGKILL");
  process.exit(code ?? 128 + constants.signals[cause]);
});

/** Returns the binary of the `node` package, which the workspace installs for older Nodes. */
function findNode() {
  const name = process.platform === "win32" ? "node.exe" : "node";
  for (let folder = new URL("../", import.meta.url); ; folder = new URL("../", folder)) {
    const path = fileURLToPath(new URL(`node_modules/node/bin/${name}`, folder));
    if (existsSync(path)) return path;
    if (folder.pathname === new URL("../", folder).pathname) return null;
  }
}
