/** What views of the same text share: the position pointed at and the one selected. */

export class Link extends EventTarget {
  #highlight: number | null = null;
  #selected: number | null = null;

  /** Position in the prompt and what follows it (encoder first), pointed at in one of the views. */
  get highlight(): number | null {
    return this.#highlight;
  }

  set highlight(position: number | null) {
    if (position === this.#highlight) return;
    this.#highlight = position;
    this.dispatchEvent(new Event("change"));
  }

  /** Position selected in one of the views. */
  get selected(): number | null {
    return this.#selected;
  }

  set selected(position: number | null) {
    if (position === this.#selected) return;
    this.#selected = position;
    this.dispatchEvent(new Event("change"));
  }
}

const links = new Map<string, {readonly link: Link; users: number}>();

/** Returns the link of that name; a new one starts with what *before* has, so that a selection survives a new prompt. */
export function takeLink(name: string, before?: Link): Link {
  let entry = links.get(name);
  if (!entry) {
    entry = {link: new Link(), users: 0};
    entry.link.highlight = before?.highlight ?? null;
    entry.link.selected = before?.selected ?? null;
    links.set(name, entry);
  }
  entry.users++;
  return entry.link;
}

export function dropLink(name: string): void {
  const entry = links.get(name);
  if (entry && --entry.users === 0) links.delete(name);
}
