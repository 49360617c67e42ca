/** Keys that mean the same wherever the focus is. */

export type PageKey = "save" | "undo" | "redo";

/** Returns what a key means, and keeps it from meaning anything else; undo in a field is the field's own. */
export function pageKeyOf(event: KeyboardEvent): PageKey | undefined {
  if (event.defaultPrevented || !(event.ctrlKey || event.metaKey)) return undefined;
  const key = event.key.toLowerCase();
  const meaning = keys[key === "z" && event.shiftKey ? "y" : key];
  if (!meaning || (meaning !== "save" && isField(event.composedPath()[0]))) return undefined;
  event.preventDefault();
  return meaning;
}

const keys: Readonly<Record<string, PageKey>> = {s: "save", z: "undo", y: "redo"};

const isField = (target: EventTarget | undefined): boolean =>
  target instanceof HTMLInputElement ||
  target instanceof HTMLTextAreaElement ||
  target instanceof HTMLSelectElement;
