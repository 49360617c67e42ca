/** Parts of a picture that are drawn when they come near the window, or when there is time. */
import {noChange} from "lit";
import type {ChildPart} from "lit";
import {AsyncDirective, directive} from "lit/async-directive.js";
import {windowOf} from "../view/window-of.ts";

type Draw = () => unknown;

/** Those with something to draw, first come first. */
const waiting = new Set<Later>();
let asked = false;

/** A slice of work is shorter than this, in ms: a frame has time for it. */
const slice = 5;

function work(): void {
  asked = false;
  const start = performance.now();
  for (const part of waiting) {
    part.catchUp();
    if (performance.now() - start > slice) break;
  }
  ask();
}

function ask(): void {
  if (asked || !waiting.size) return;
  asked = true;
  // Safari has no idle time to give.
  if (typeof requestIdleCallback === "function") requestIdleCallback(work, {timeout: 500});
  else setTimeout(work, 20);
}

const owners = new WeakMap<Element, Later>();
const observers = new WeakMap<Window, IntersectionObserver>();

/** Returns what says of elements of a window that they are near it (twice its height). */
function observerOf(window: Window & typeof globalThis): IntersectionObserver {
  let observer = observers.get(window);
  if (observer) return observer;
  observer = new window.IntersectionObserver(
    (entries) => {
      for (const {target, isIntersecting} of entries) owners.get(target)?.come(isIntersecting);
    },
    {rootMargin: "100% 0px"}
  );
  observers.set(window, observer);
  // A page on paper has no window to come near to.
  window.addEventListener("beforeprint", () => waiting.forEach((part) => part.catchUp()));
  return observer;
}

class Later extends AsyncDirective {
  #parts: readonly unknown[] | undefined;
  #draw: Draw | undefined;
  #element: Element | undefined;
  #observer: IntersectionObserver | undefined;
  #near = false;

  override render(_parts: readonly unknown[], draw: Draw, _now: boolean): unknown {
    return draw();
  }

  override update(
    part: ChildPart,
    [parts, draw, now]: [readonly unknown[], Draw, boolean]
  ): unknown {
    const before = this.#parts;
    const same = before?.length === parts.length && parts.every((value, i) => value === before[i]);
    if (same && !this.#draw) return noChange;
    this.#parts = parts;
    if (now || this.#near) {
      this.#done();
      this.#observe(part);
      return draw();
    }
    this.#draw = draw;
    waiting.add(this);
    ask();
    this.#observe(part);
    return noChange;
  }

  // The part has no parent before its template is in place.
  #observe(part: ChildPart): void {
    if (this.#element) return;
    queueMicrotask(() => {
      if (this.#element || !(part.parentNode instanceof Element)) return;
      this.#element = part.parentNode;
      this.#watch();
    });
  }

  /** What is near the window is never late. */
  #watch(): void {
    if (!this.#element) return;
    owners.set(this.#element, this);
    this.#observer = observerOf(windowOf(this.#element));
    this.#observer.observe(this.#element);
  }

  #done(): void {
    this.#draw = undefined;
    waiting.delete(this);
  }

  /** The element has come near the window, or has left it. */
  come(near: boolean): void {
    this.#near = near;
    if (near) this.catchUp();
  }

  /** Draws what was put off. */
  catchUp(): void {
    const draw = this.#draw;
    this.#done();
    if (draw && this.isConnected) this.setValue(draw());
  }

  override disconnected(): void {
    waiting.delete(this);
    if (this.#element) this.#observer?.unobserve(this.#element);
  }

  override reconnected(): void {
    this.#watch();
    if (!this.#draw) return;
    waiting.add(this);
    ask();
  }
}

const create = directive(Later);
/** Draws something when one of its *parts* has changed: *now*, or when it comes near the window or there is time. */
export const later = (parts: readonly unknown[], draw: Draw, now: boolean): unknown =>
  create(parts, draw, now);
