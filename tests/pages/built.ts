import {nodeOptions} from "../../apps/cli/bin/node-options.js";
import {execFile} from "node:child_process";
import {readdirSync, statSync} from "node:fs";
import {dirname, join} from "node:path";
import {promisify} from "node:util";

const root = dirname(dirname(import.meta.dirname));

let known: Promise<string> | undefined;

/** Returns the folder dist/, built anew when a source is newer than it; looks for that once in a process. */
export const built = (): Promise<string> => (known ??= build());

async function build(): Promise<string> {
  const dist = join(root, "dist");
  const written = statSync(join(dist, "views.js"), {throwIfNoEntry: false})?.mtimeMs ?? 0;
  if (
    ["packages", "apps", "scripts", "models", "package-lock.json"].some(
      (path) => newest(join(root, path)) > written
    )
  ) {
    await promisify(execFile)(
      process.execPath,
      [...nodeOptions, join(root, "scripts", "build", "main.js")],
      {
        cwd: root
      }
    );
  }
  return dist;
}

/** Returns when the newest file of a folder was written, in ms. */
function newest(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  const times = readdirSync(path)
    .filter((name) => name !== "node_modules")
    .map((name) => newest(join(path, name)));
  return Math.max(stat.mtimeMs, ...times);
}
