/** Keys of a cell that is selected, not edited. */
import type {CellKind} from "../protocol/messages.ts";

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
