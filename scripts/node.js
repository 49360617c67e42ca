/** How to run programs, and scripts of this workspace, from its root. */
import {spawn} from "node:child_process";
import {dirname, join} from "node:path";
import {fileURLToPath} from "node:url";
import {nodeOptions} from "../apps/cli/bin/node-options.js";

/** The root of the checkout. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Returns the exit code of `command args` run in the root with this terminal's output; 1 when it cannot start. */
export function run(
  command,
  args,
  {env = {}, input = "ignore", output = "inherit", shell = false, cwd = root} = {}
) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      shell,
      env: {...process.env, ...env},
      stdio: [input, output, "inherit"]
    });
    // Ctrl-C reaches the child too: wait for it to end, so that it can save and say goodbye.
    const wait = () => {};
    const stop = () => child.kill("SIGTERM");
    process.on("SIGINT", wait);
    process.on("SIGTERM", stop);
    const end = (code) => {
      process.off("SIGINT", wait);
      process.off("SIGTERM", stop);
      resolve(code);
    };
    child.on("error", (error) => {
      console.error(`cannot run ${command}: ${error.message}`);
      end(1);
    });
    child.on("close", (code, signal) => end(code ?? (signal === "SIGINT" ? 130 : 1)));
  });
}

/** Returns the exit code of a script run with this Node, its path being relative to the root; it may import TypeScript files. */
export function runNode(script, args, options) {
  return run(process.execPath, [...nodeOptions, join(root, script), ...args], options);
}
