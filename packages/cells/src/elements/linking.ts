import type {Group, ModelSource} from "./group.ts";
import {keyOf} from "../questions/answers.ts";
import {dropLink, takeLink} from "./link.ts";
import type {Link} from "./link.ts";
import type {ConnectedView} from "./connected.ts";
import type {PromptInput} from "./conversation.ts";
import type {Plan} from "./plan.ts";

/** Shares what is pointed at and selected in a view with the other views of the same text. */
export class Linking<D> {
  readonly #host: ConnectedView<D>;
  readonly #plan: Plan<D>;
  readonly #changed: () => void;
  #link: Link | undefined;
  #name: string | undefined;

  constructor(host: ConnectedView<D>, plan: Plan<D>, changed: () => void) {
    this.#host = host;
    this.#plan = plan;
    this.#changed = changed;
    host.addEventListener("ecco-token-hover", this.#pointed as EventListener);
    host.addEventListener("input", this.#pinned);
  }

  /** Joins the views of a group. */
  joinGroup({link}: Group): void {
    this.#join(undefined, link);
  }

  /** Joins the views that show the same text by the same model, wherever they stand. */
  joinSame(source: ModelSource | undefined, prompt: PromptInput): void {
    const name = keyOf([source, prompt]);
    if (name !== this.#name) this.#join(name, takeLink(name, this.#link));
  }

  leave(): void {
    this.#join(undefined, undefined);
  }

  #join(name: string | undefined, next: Link | undefined): void {
    const before = this.#link;
    if (this.#name !== undefined) dropLink(this.#name);
    this.#name = name;
    if (next === before) return;
    before?.removeEventListener("change", this.#changed);
    next?.addEventListener("change", this.#changed);
    this.#link = next;
  }

  /** Marks in the view what is pointed at and selected in others. */
  share(): void {
    const link = this.#link;
    if (!link) return;
    const host = this.#host;
    const {inward = (position: number) => position} = this.#plan;
    const place = (position: number | null): number | null =>
      position === null ? null : inward.call(this.#plan, position, host.data);
    host.highlight = place(link.highlight);
    host.selected = place(link.selected);
  }

  readonly #pointed = (event: CustomEvent<{readonly position: number | null}>): void => {
    if (!this.#link) return;
    const {position} = event.detail;
    const {outward = (place: number) => place} = this.#plan;
    this.#link.highlight =
      position === null ? null : outward.call(this.#plan, position, this.#host.data);
    this.#changed();
  };

  readonly #pinned = (event: Event): void => {
    if (event.target !== this.#host) return;
    if (this.#link && this.#plan.selection)
      this.#link.selected = this.#plan.selection(this.#host.data);
    this.#changed();
  };
}
