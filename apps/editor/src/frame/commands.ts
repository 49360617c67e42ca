/** Keys of a cell that is selected, not edited. */
import type {CellKind, ToShell} from "../protocol/messages.ts";

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
  j: ({retype}) => retype("js"),
  m: ({retype}) => retype("md"),
  h: ({retype}) => retype("html"),
  t: ({retype}) => retype("ts"),
  Delete: (commands) => commands.delete(),
  Backspace: (commands) => commands.delete()
};

/** Returns what a key means, and keeps it from meaning anything else; undefined for other keys. */
export function commandOf(event: KeyboardEvent): ((commands: Commands) => void) | undefined {
  if (event.ctrlKey || event.metaKey) return undefined;
  const modifier = event.altKey ? "Alt+" : event.shiftKey ? "Shift+" : "";
  const command = keys[modifier + event.key];
  if (command) event.preventDefault();
  return command;
}

/** What commands act on. */
export interface Notebook {
  readonly say: (message: ToShell) => void;
  readonly edit: () => void;
  readonly run: () => void;
  readonly go: (id: number) => void;
  readonly pinned: () => boolean;
}

/** Returns the commands of a cell, which has its place in *order*. */
export function commandsFor(id: number, order: readonly number[], notebook: Notebook): Commands {
  const {say, edit, run, go, pinned} = notebook;
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
    retype: (type) => say({kind: "retype", id, type}),
    pin: () => say({kind: "pin", id, pinned: !pinned()}),
    delete: () => say({kind: "delete", id})
  };
}
