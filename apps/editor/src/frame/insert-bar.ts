/** The line between two cells, where new ones come in. */
import {cellKinds} from "../protocol/messages.ts";
import type {CellKind} from "../protocol/messages.ts";

/** Returns the bar; its kinds of cell appear when it is approached or has the focus. */
export function insertBar(label: string, insert: (type: CellKind) => void): HTMLElement {
  const bar = document.createElement("div");
  bar.className = "add";
  const kinds = bar.appendChild(document.createElement("div"));
  kinds.className = "kinds";
  kinds.setAttribute("role", "toolbar");
  kinds.setAttribute("aria-label", label);
  for (const [type, name] of Object.entries(cellKinds)) {
    const button = kinds.appendChild(document.createElement("button"));
    button.type = "button";
    button.textContent = name;
    // One tab stop: arrows go on from there.
    button.tabIndex = kinds.childElementCount === 1 ? 0 : -1;
    button.addEventListener("click", () => insert(type as CellKind));
  }
  kinds.addEventListener("keydown", (event) => {
    const step = {ArrowRight: 1, ArrowLeft: -1}[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const buttons = [...kinds.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    buttons[(at + step + buttons.length) % buttons.length]!.focus();
  });
  return bar;
}
