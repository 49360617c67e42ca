import type {LitElement, ReactiveController} from "lit";
import type {Spot} from "../view/walk.ts";
import {takeKept} from "./page-state.ts";
import type {Kept} from "./page-state.ts";

/** What a link may not decide: where things are loaded from, and what the page's author says. */
const forbidden: ReadonlySet<string> = new Set([
  "src",
  "model",
  "models",
  "backend",
  "prompt",
  "chat",
  "system",
  "messages",
  "continue",
  "literal",
  "lazy",
  "autoload",
  "heading",
  "level",
  "suggestion",
  "state",
  "message",
  "progress",
  "flat"
]);

/** What a view tells of itself, and what can be done with it. */
export interface Keepable {
  readonly change: (name: string, value: string) => void;
  readonly pin: (spot: Spot) => void;
  /** The pinned mark; undefined when none is. */
  readonly pinned: () => Spot | undefined;
  /** Whether there is something to pin. */
  readonly drawn: () => boolean;
}

/** Keeps what the reader did with a view, and does it again where the page's address says so. */
export class Keeping implements ReactiveController {
  readonly #host: LitElement;
  readonly #view: Keepable;
  readonly #chosen: Record<string, string> = {};
  #wanted: Spot | undefined;
  #asked = false;

  constructor(host: LitElement, view: Keepable) {
    this.#host = host;
    this.#view = view;
    host.addController(this);
  }

  /** Notes a parameter the reader chose. */
  note(name: string, value: string): void {
    this.#chosen[name] = value;
  }

  get kept(): Kept | undefined {
    const spot = this.#view.pinned() ?? this.#wanted;
    const kept: Kept = {
      ...(Object.keys(this.#chosen).length ? {p: this.#chosen} : {}),
      ...(spot ? {s: [spot.row, spot.column]} : {})
    };
    return kept.p || kept.s ? kept : undefined;
  }

  // Before the first update, and so before the first question.
  hostConnected(): void {
    if (this.#asked) return;
    this.#asked = true;
    const {p = {}, s} = takeKept(this.#host) ?? {};
    const known = (this.#host.constructor as typeof LitElement).elementProperties;
    for (const [name, value] of Object.entries(p)) {
      if (forbidden.has(name) || !known.has(name) || known.get(name)!.attribute === false) continue;
      this.note(name, value);
      this.#view.change(name, value);
    }
    if (s) this.#wanted = {row: s[0], column: s[1]};
  }

  hostUpdated(): void {
    const spot = this.#wanted;
    if (!spot || !this.#view.drawn()) return;
    this.#wanted = undefined;
    // Others hear of it as of any pin, once this update is over.
    queueMicrotask(() => this.#view.pin(spot));
  }
}
