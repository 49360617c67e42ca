import {createHash} from "node:crypto";
import {setText} from "@ecco/runtime/document";
import type {Draft, Drafts} from "../../apps/editor/src/shell/drafts.ts";
import type {Kept} from "../../apps/editor/src/shell/kept.ts";
import {Unreachable} from "../../apps/editor/src/shell/request.ts";
import type {Version, Written} from "../../apps/editor/src/shell/server.ts";
import {Session} from "../../apps/editor/src/shell/session.ts";
import type {Disk} from "../../apps/editor/src/shell/session.ts";

/** How the line to the disk is; lost: what is asked is done, and the answer does not come back. */
export type Line = "up" | "down" | "lost";

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** One file that several programs write, as the local server keeps it. */
export class FakeDisk implements Disk {
  /** null: there is no file. */
  text: string | null;
  line: Line = "up";
  /** How long a question is under way, and its answer, in ms. */
  latency = 10;
  /** What was written by the session, in order. */
  readonly writes: string[] = [];
  /** Texts that may run. */
  readonly known = new Set<string>();
  constructor(text: string) {
    this.text = text;
    this.known.add(text);
  }

  get etag(): string | null {
    return this.text === null ? null : `"${createHash("sha256").update(this.text).digest("hex")}"`;
  }

  get version(): Version | null {
    return this.text === null
      ? null
      : {text: this.text, etag: this.etag!, known: this.known.has(this.text)};
  }

  /** Another program writes. */
  put(text: string | null): void {
    this.text = text;
  }

  readonly read = (): Promise<Version | null> => this.#ask(() => this.version);

  readonly write = (_: string, text: string, etag: string | null, own: boolean): Promise<Written> =>
    this.#ask(() => {
      if (own) this.known.add(text);
      if (etag !== this.etag) return {theirs: this.version};
      this.put(text);
      this.writes.push(text);
      return {etag: this.etag!};
    });

  async #ask<T>(what: () => T): Promise<T> {
    await wait(this.latency);
    if (this.line === "down") throw new Unreachable("the server does not answer");
    const lost = this.line === "lost";
    const answer = what();
    await wait(this.latency);
    if (lost) throw new Unreachable("the server does not answer");
    return answer;
  }
}

export class FakeDrafts implements Drafts {
  readonly kept = new Map<string, Draft>();
  readonly load = async (path: string): Promise<Draft | undefined> => this.kept.get(path);
  readonly keep = async (path: string, draft: Draft, beyond: boolean): Promise<Kept> => {
    this.kept.set(path, draft);
    return {browser: true, server: beyond, why: null};
  };
  readonly drop = async (path: string): Promise<void> => {
    this.kept.delete(path);
  };

  get text(): string | undefined {
    return this.kept.get(path)?.text;
  }
}

export const path = "a.html";

/** Returns a notebook of these cells, numbered from 1. */
export function notebookOf(...cells: readonly string[]): string {
  const scripts = cells.map(
    (text, i) => `  <script id="${i + 1}" type="module">\n    ${text}\n  </script>\n`
  );
  return `<!doctype html>\n<notebook>\n  <title>T</title>\n${scripts.join("")}</notebook>\n`;
}

/** Types into a cell, after what it holds already. */
export function type(session: Session, id: number, text: string): void {
  const cell = session.notebook.cells.find((each) => each.id === id)!;
  session.change(setText(session.notebook, id, cell.text + text), {
    typing: `cell ${id}`,
    label: "typing"
  });
}

/** Returns what the cells of a session hold. */
export const cellsOf = ({notebook}: Session): readonly string[] =>
  notebook.cells.map(({text}) => text);
