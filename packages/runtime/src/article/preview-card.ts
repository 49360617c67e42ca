/**
 * What a reference, a citation or a footnote leads to, shown beside it: while the pointer is on it, when it has the focus
 * of the keyboard, at the first touch. Escape closes it.
 */
import {stillCopy} from "./still-copy.ts";

const links = "a.article-ref[href], a.article-citation[href], .footnote-ref a[href]";

/** Before it opens and after the pointer has left, in ms: a pointer on its way opens nothing, and may go into it. */
const delay = {open: 120, close: 250} as const;
/** To the edges of the page and to the link, in pixels. */
const gap = 8;

export class PreviewCard {
  readonly #root: HTMLElement;
  readonly #ended = new AbortController();
  readonly #card = document.createElement("div");
  #link: HTMLElement | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #touched = false;

  constructor(root: HTMLElement) {
    this.#root = root;
    const card = this.#card;
    card.className = "article-preview prose";
    card.id = "article-preview";
    card.setAttribute("role", "tooltip");
    card.popover = "manual";
    const {signal} = this.#ended;
    root.addEventListener("pointerover", (event) => this.#over(event), {signal});
    root.addEventListener("pointerout", (event) => this.#out(event), {signal});
    root.addEventListener("focusin", (event) => this.#focus(event), {signal});
    root.addEventListener("focusout", ({target}) => target === this.#link && this.#close(), {
      signal
    });
    root.addEventListener("click", (event) => this.#click(event), {signal});
    card.addEventListener("pointerenter", () => clearTimeout(this.#timer), {signal});
    card.addEventListener("pointerleave", () => this.#later(delay.close, () => this.#close()), {
      signal
    });
    document.addEventListener("keydown", (event) => this.#key(event), {signal, capture: true});
    document.addEventListener("pointerdown", (event) => this.#down(event), {signal, capture: true});
    for (const type of ["scroll", "resize"])
      addEventListener(type, () => this.#link && this.#place(), {
        signal,
        capture: true,
        passive: true
      });
  }

  dispose(): void {
    this.#close();
    this.#ended.abort();
    this.#card.remove();
  }

  #linkAt({target}: Event): HTMLElement | null {
    return target instanceof Element ? target.closest<HTMLElement>(links) : null;
  }

  #later(milliseconds: number, work: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(work, milliseconds);
  }

  #over(event: PointerEvent): void {
    const link = this.#linkAt(event);
    if (!link || event.pointerType === "touch") return;
    if (link === this.#link) clearTimeout(this.#timer);
    else this.#later(delay.open, () => this.#open(link));
  }

  #out(event: PointerEvent): void {
    if (!this.#linkAt(event) || event.pointerType === "touch") return;
    this.#later(delay.close, () => this.#close());
  }

  #focus(event: FocusEvent): void {
    const link = this.#linkAt(event);
    if (link?.matches(":focus-visible")) this.#open(link);
  }

  #down({pointerType, target}: PointerEvent): void {
    this.#touched = pointerType === "touch";
    if (
      this.#link &&
      target instanceof Node &&
      !this.#card.contains(target) &&
      !this.#link.contains(target)
    )
      this.#close();
  }

  /** A first touch shows it, a second one goes there. */
  #click(event: MouseEvent): void {
    const link = this.#linkAt(event);
    if (!link) return;
    if (!this.#touched || link === this.#link) return this.#close();
    event.preventDefault();
    this.#open(link);
  }

  #key(event: KeyboardEvent): void {
    if (event.key !== "Escape" || !this.#link) return;
    event.preventDefault();
    event.stopPropagation();
    this.#close();
  }

  #open(link: HTMLElement): void {
    clearTimeout(this.#timer);
    if (link === this.#link || !link.isConnected) return;
    const content = this.#contentOf(link);
    if (!content) return this.#close();
    this.#link?.removeAttribute("aria-describedby");
    this.#link = link;
    this.#card.replaceChildren(content);
    if (!this.#card.isConnected) document.body.append(this.#card);
    if (!this.#card.matches(":popover-open")) this.#card.showPopover();
    this.#card.scrollTop = 0;
    link.setAttribute("aria-describedby", this.#card.id);
    this.#place();
  }

  #close(): void {
    clearTimeout(this.#timer);
    if (!this.#link) return;
    this.#link.removeAttribute("aria-describedby");
    this.#link = null;
    if (this.#card.matches(":popover-open")) this.#card.hidePopover();
    this.#card.replaceChildren();
  }

  /** Returns what the link leads to, in an element styled as the text is; null where that is in sight of nobody. */
  #contentOf(link: HTMLElement): HTMLElement | null {
    const target = document.getElementById(idOf(link));
    if (!target || !this.#root.contains(target)) return null;
    const content = document.createElement("div");
    content.className = "ecco-output";
    content.append(stillCopy(target));
    // A section is its heading and how it begins.
    const next = /^H[1-6]$/.test(target.tagName) ? target.nextElementSibling : null;
    if (next) content.append(stillCopy(next));
    return content;
  }

  /** Puts the card below the link, or above it where there is more room. */
  #place(): void {
    const link = this.#link!;
    const [line] = link.getClientRects();
    if (!line || line.bottom < 0 || line.top > innerHeight) return this.#close();
    const below = innerHeight - line.bottom - 2 * gap;
    const above = line.top - 2 * gap;
    const card = this.#card;
    card.style.maxHeight = `${Math.max(below, above)}px`;
    const {width, height} = card.getBoundingClientRect();
    const isBelow = height <= below || below >= above;
    const page = document.documentElement.clientWidth;
    card.style.left = `${Math.max(gap, Math.min(line.left, page - width - gap))}px`;
    card.style.top = `${isBelow ? line.bottom + gap : line.top - gap - height}px`;
  }
}

function idOf(link: Element): string {
  const name = (link.getAttribute("href") ?? "").slice(1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
