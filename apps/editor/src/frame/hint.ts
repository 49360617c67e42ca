/** A line at the foot of the page: what keys do now, and what was just done. */
import {selectionWords} from "./selection.ts";
import type {Selection} from "./selection.ts";

export class Hint {
  readonly root = document.createElement("div");
  readonly #words = document.createElement("span");
  readonly #undo = document.createElement("button");
  /** Stays until the next key or press: what was done is not covered by where the focus went after it. */
  #said = "";
  #standing = "";

  constructor(undo: () => void) {
    this.root.className = "hint";
    this.root.setAttribute("role", "status");
    this.#undo.type = "button";
    this.#undo.textContent = "Undo";
    this.#undo.hidden = true;
    this.#undo.addEventListener("click", () => {
      this.#forget();
      undo();
    });
    this.root.append(this.#words, this.#undo);
    for (const type of ["keydown", "pointerdown"] as const)
      document.addEventListener(
        type,
        (event) => {
          const isHeld = event instanceof KeyboardEvent && event.repeat;
          if (!isHeld && !this.root.contains(event.target as Node)) this.#forget();
        },
        {capture: true}
      );
  }

  /** Says what keys do on the cell that is selected; null for none. */
  select(how: Selection | null): void {
    this.#standing = how ? selectionWords[how] : "";
    this.#show();
  }

  /** Says something until the next key. */
  say(words: string): void {
    this.#said = words;
    this.#show();
  }

  /** Says that the cell of that label is gone, and how it comes back. */
  deleted(label: string): void {
    this.#undo.hidden = false;
    this.say(`Deleted: ${label}; Ctrl-Z brings it back.`);
  }

  #forget(): void {
    this.#said = "";
    this.#undo.hidden = true;
    this.#show();
  }

  #show(): void {
    this.#words.textContent = this.#said || this.#standing;
    this.root.classList.toggle("shown", this.#words.textContent !== "");
  }
}
