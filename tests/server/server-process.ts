/** A server of the editor in a process of its own, which can be killed. */
import {nodeOptions} from "../../apps/cli/bin/node-options.js";
import {spawn} from "node:child_process";
import type {ChildProcess} from "node:child_process";
import {once} from "node:events";
import {fileURLToPath} from "node:url";

const script = fileURLToPath(new URL("serve.ts", import.meta.url));

export interface Running {
  readonly child: ChildProcess;
  /** With the token. */
  readonly url: URL;
}

/** Starts one on *folder*, whose notebooks are in `notebooks/`. */
export async function start(folder: string): Promise<Running> {
  const child = spawn(process.execPath, [...nodeOptions, script, folder], {
    stdio: ["ignore", "pipe", "inherit"]
  });
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  return {child, url: new URL(line.toString().trim())};
}

/** Kills it, and waits until it is gone. */
export async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}
