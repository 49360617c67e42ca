/**
 * What keys mean on a cell that has the focus but is not edited. Letters are commands only where the cell was selected
 * for them: by Escape out of its code (not the one after that which has closed a list), by the arrows, by a command. Whoever presses Escape twice means to close what is
 * open and goes on to type: that goes into the code. After a click, letters do nothing.
 */

export type Selection = "commands" | "typing" | "none";

/** What is said of a selected cell. */
export const selectionWords: Readonly<Record<Selection, string>> = {
  commands:
    "This cell is selected: Enter edits, A B new cell above or below, J M H T kind, P fold, Del deletes",
  typing: "Typing goes on in the code of this cell; ↑ ↓ select cells",
  none: ""
};

/** What is said where a key that would be a command does nothing. */
export const refusedWords =
  "Nothing was done: Enter edits this cell; after Escape, letters are commands";

/** Returns whether a key puts in text, or begins to. */
export const isText = ({key, ctrlKey, metaKey, altKey, ...event}: KeyboardEvent): boolean =>
  ((key.length > 0 && [...key].length === 1) ||
    ["Dead", "Process", "Unidentified"].includes(key)) &&
  !metaKey &&
  (ctrlKey === altKey || event.getModifierState("AltGraph"));
