/** A menu beside the button that opens it. */

export interface MenuItem {
  readonly label: string;
  /** Key that does the same, to show. */
  readonly key?: string;
  readonly checked?: boolean;
  readonly disabled?: boolean;
  readonly act: () => void;
}

/** Opens the menu; Escape, a choice or a click elsewhere closes it, and the button has the focus again. */
export function openMenu(button: HTMLElement, items: readonly MenuItem[]): void {
  const menu = document.createElement("div");
  menu.className = "menu";
  menu.setAttribute("role", "menu");
  menu.popover = "auto";
  for (const item of items) menu.append(entry(item, menu));
  document.body.append(menu);
  menu.addEventListener("keydown", (event) => move(event, menu));
  menu.addEventListener("toggle", (event) => {
    if ((event as ToggleEvent).newState === "open") return;
    button.setAttribute("aria-expanded", "false");
    menu.remove();
  });
  menu.showPopover();
  button.setAttribute("aria-expanded", "true");
  place(menu, button);
  menu.querySelector<HTMLElement>("button:not(:disabled)")?.focus();
}

function entry(
  {label, key, checked, disabled = false, act}: MenuItem,
  menu: HTMLElement
): HTMLElement {
  const element = document.createElement("button");
  element.type = "button";
  element.disabled = disabled;
  element.setAttribute("role", checked === undefined ? "menuitem" : "menuitemradio");
  if (checked !== undefined) element.setAttribute("aria-checked", String(checked));
  element.append(label);
  if (key) {
    const hint = document.createElement("kbd");
    hint.textContent = key;
    element.append(hint);
  }
  element.addEventListener("click", () => {
    menu.hidePopover();
    act();
  });
  return element;
}

const steps: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1
};

function move(event: KeyboardEvent, menu: HTMLElement): void {
  event.stopPropagation();
  const step = steps[event.key];
  if (!step) return;
  event.preventDefault();
  const entries = [...menu.querySelectorAll<HTMLElement>("button:not(:disabled)")];
  const at = entries.indexOf(document.activeElement as HTMLElement);
  entries[step(at, entries.length)]?.focus();
}

function place(menu: HTMLElement, button: HTMLElement): void {
  const {right, bottom, top} = button.getBoundingClientRect();
  const {width, height} = menu.getBoundingClientRect();
  const below = bottom + 4 + height <= innerHeight || top < height;
  menu.style.left = `${Math.max(8, right - width)}px`;
  menu.style.top = `${below ? bottom + 4 : top - height - 4}px`;
}
