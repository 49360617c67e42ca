#!/usr/bin/env node
// Plain JavaScript for any Node from 20 on: runs src/main.ts in a Node with the options it needs.
import {spawn} from "node:child_process";
import {constants} from "node:os";
import {fileURLToPath} from "node:url";
import {nodeOptions} from "./node-options.js";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
const child = spawn(process.execPath, [...nodeOptions, main, ...process.argv.slice(2)], {
  stdio: "inherit"
});
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
  console.error(`ecco: ${process.execPath} does not start (${error.message})`);
  process.exit(2);
});
child.on("exit", (code, signal) => {
  const cause = interrupted && signal === "SIGKILL" ? "SIGINT" : (signal ?? "SIGKILL");
  process.exit(code ?? 128 + constants.signals[cause]);
});
