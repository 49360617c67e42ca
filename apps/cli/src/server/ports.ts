/**
 * Ports of folders. Each folder has one that is tried first: a browser keeps drafts by host and port, and finds them
 * there the next time.
 */
import {randomUUID} from "node:crypto";
import {chmodSync, mkdirSync, renameSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {readOwn, removeLeftOvers} from "./own-file.ts";

/** Below those that systems give to outgoing connections, and without any that browsers refuse. */
const range = {first: 24_000, count: 8000} as const;
/** So many of a folder's own are tried before any that is free. */
const tries = 4;

/** Returns the ports to try for a folder, one after the other; 0 is any that is free. */
export function portsOf(identity: string): readonly number[] {
  const start = Number.parseInt(identity.slice(0, 12), 16);
  // Apart, so that a folder whose port is taken does not take that of its neighbour.
  const own = Array.from(
    {length: tries},
    (_, n) => range.first + ((start + n * 977) % range.count)
  );
  return [...own, 0];
}

/** Where each folder was served last, by its identity. */
export class LastPorts {
  readonly #folder: string;

  /** *state* is where Ecco keeps what it must remember. */
  constructor(state: string) {
    this.#folder = join(state, "ports");
  }

  /** Returns it; null when the folder was never served, or nothing is remembered. */
  get(identity: string): number | null {
    try {
      const text = readOwn(join(this.#folder, identity), 100)?.trim() ?? "";
      const port = Number(text);
      return /^\d{1,5}$/.test(text) && port > 0 && port <= 65535 ? port : null;
    } catch {
      return null;
    }
  }

  set(identity: string, port: number): void {
    try {
      mkdirSync(this.#folder, {recursive: true, mode: 0o700});
      chmodSync(this.#folder, 0o700);
      removeLeftOvers(this.#folder);
      // Never through a link or into a pipe that lies there.
      const draft = join(this.#folder, `${randomUUID()}.tmp`);
      try {
        writeFileSync(draft, `${port}\n`, {mode: 0o600, flag: "wx"});
        renameSync(draft, join(this.#folder, identity));
      } finally {
        rmSync(draft, {force: true});
      }
    } catch {
      // A place that cannot be written: the reader is not told of that port, and nothing else is lost.
    }
  }
}
