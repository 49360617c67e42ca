/** Where the Node of this workspace is, and how to run a script of it. */
import {spawn} from "node:child_process";
import {existsSync} from "node:fs";
import {dirname, join} from "node:path";
import {fileURLToPath} from "node:url";

/** The root of the checkout. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const binary = join(
  root,
  "node_modules",
  "node",
  "bin",
  process.platform === "win32" ? "node.exe" : "node"
);

/** Returns the path of Node 24 from node_modules, or of the running Node where that one is not installed. */
export function nodePath() {
  return existsSync(binary) ? binary : process.execPath;
}

/** Returns whether the Node from node_modules is there. */
export function hasNode() {
  return existsSync(binary);
}

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

/** Returns the exit code of a script run with Node 24, its path being relative to the root. */
export function runNode(script, args, options) {
  return run(nodePath(), [join(root, script), ...args], options);
}
