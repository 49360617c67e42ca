/** Keys of a cell that is selected, not edited. */
import {cellKinds, cellTypes} from "@ecco/runtime/document";
import type {CellKind} from "@ecco/runtime/document";
import type {CellText, ToShell} from "../protocol/messages.ts";

export interface Commands {
  readonly edit: () => void;
  readonly run: () => void;
  readonly previous: () => void;
  readonly next: () => void;
  /** Null for the first cell. */
  readonly up: (() => void) | null;
  /** Null for the last cell. */
  readonly down: (() => void) | null;
  readonly above: () => void;
  readonly below: () => void;
  readonly retype: (type: CellKind) => void;
  readonly pin: () => void;
  readonly delete: () => void;
}

/** Letters that make a cell one of a type. */
const letters = cellKinds.flatMap((type) => {
  const {key} = cellTypes[type];
  return key === null ? [] : [{key, type}];
});

const keys: Readonly<Record<string, (commands: Commands) => void>> = {
  Enter: ({edit}) => edit(),
  "Shift+Enter": ({run}) => run(),
  ArrowUp: ({previous}) => previous(),
  ArrowDown: ({next}) => next(),
  "Alt+ArrowUp": ({up}) => up?.(),
  "Alt+ArrowDown": ({down}) => down?.(),
  a: ({above}) => above(),
  b: ({below}) => below(),
  p: ({pin}) => pin(),
  ...Object.fromEntries(
    letters.map(({key, type}) => [key, ({retype}: Commands) => retype(type)] as const)
  ),
  Delete: (commands) => commands.delete(),
  Backspace: (commands) => commands.delete()
};

/** Keys that somebody who types may press: they need a cell that was selected for them, and are taken once. */
const typed: ReadonlySet<string> = new Set([
  ..."abp",
  ...letters.map(({key}) => key),
  "Delete",
  "Backspace"
]);

export interface Command {
  readonly does: (commands: Commands) => void;
  /** Whether it is done on a cell that was selected for it only. */
  readonly typed: boolean;
}

/** Returns what a key means, and keeps it from meaning anything else; undefined for other keys. */
export function commandOf(event: KeyboardEvent): Command | undefined {
  if (event.ctrlKey || event.metaKey || event.isComposing) return undefined;
  const modifier = event.altKey ? "Alt+" : event.shiftKey ? "Shift+" : "";
  const name = modifier + event.key;
  if (!Object.hasOwn(keys, name)) return undefined;
  event.preventDefault();
  // A key that is held down moves on, and does nothing else again.
  if (event.repeat && !/Arrow/.test(name)) return undefined;
  return {does: keys[name]!, typed: typed.has(name)};
}

/** What commands act on. */
export interface Notebook {
  readonly say: (message: ToShell) => void;
  /** Tells the reader. */
  readonly note: (words: string) => void;
  readonly deleted: () => void;
  readonly edit: () => void;
  readonly run: () => void;
  readonly go: (id: number) => void;
  readonly pinned: () => boolean;
}

/** The cell that commands are of. */
interface Subject {
  readonly id: number;
  readonly type: CellText["type"];
  /** Kind it had before. */
  readonly before: CellKind | null;
}

/** Returns the commands of a cell, which has its place in *order*. */
export function commandsFor(
  {id, type: kind, before}: Subject,
  order: readonly number[],
  notebook: Notebook
): Commands {
  const {say, note, edit, run, go, pinned} = notebook;
  const at = order.indexOf(id);
  const after = (steps: number): number | null => order[at + steps] ?? null;
  const insert = (before: number | null) => () => say({kind: "insert", type: "js", before});
  return {
    edit,
    run,
    previous: () => go(after(-1) ?? id),
    next: () => go(after(1) ?? id),
    up: at > 0 ? () => say({kind: "move", id, before: after(-1)}) : null,
    down: at < order.length - 1 ? () => say({kind: "move", id, before: after(2)}) : null,
    above: insert(id),
    below: insert(after(1)),
    retype(asked) {
      // The same key again leads back.
      const type = asked === kind ? before : asked;
      if (kind === "raw") return note("This cell is of a kind that stays as it is");
      if (type === null) return note(`This cell is ${cellTypes[asked].label} already`);
      say({kind: "retype", id, type});
      const {label, key} = cellTypes[type];
      note(
        `This cell is ${label} now${key === null ? "" : `; ${key.toUpperCase()} again leads back`}`
      );
    },
    pin: () => say({kind: "pin", id, pinned: !pinned()}),
    delete() {
      say({kind: "delete", id});
      notebook.deleted();
    }
  };
}
