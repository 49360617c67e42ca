/** The line between two cells, where new ones come in. */
import {cellKinds, cellTypes} from "@ecco/runtime/document";
import type {CellKind} from "@ecco/runtime/document";
import {openMenu} from "./menu.ts";

/** Returns the bar; its kinds of cell appear when it is approached or has the focus. */
export function insertBar(label: string, insert: (type: CellKind) => void): HTMLElement {
  const bar = document.createElement("div");
  bar.className = "add";
  const kinds = bar.appendChild(document.createElement("div"));
  kinds.className = "kinds";
  kinds.setAttribute("role", "toolbar");
  kinds.setAttribute("aria-label", label);
  const add = (name: string, act: (button: HTMLButtonElement) => void): HTMLButtonElement => {
    const button = kinds.appendChild(document.createElement("button"));
    button.type = "button";
    button.textContent = name;
    // One tab stop: arrows go on from there.
    button.tabIndex = kinds.childElementCount === 1 ? 0 : -1;
    button.addEventListener("click", () => act(button));
    return button;
  };
  for (const type of cellKinds)
    if (cellTypes[type].offered) add(cellTypes[type].label, () => insert(type));
  const rest = cellKinds.filter((type) => !cellTypes[type].offered);
  const more = add("More…", (button) =>
    openMenu(
      button,
      rest.map((type) => ({label: cellTypes[type].label, act: () => insert(type)}))
    )
  );
  more.setAttribute("aria-haspopup", "menu");
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
