import {ContextProvider} from "@lit/context";
import {css, html, LitElement} from "lit";
import type {PropertyValues, TemplateResult} from "lit";
import {Group, groupContext} from "./group.ts";

/**
 * A model for the prompt and the views inside it; they share prompt, hover and selection.
 *
 * @event ecco-engine - On document: which backend runs, and what the last run took.
 */
export class ModelElement extends LitElement {
  static override properties = {
    src: {reflect: true},
    backend: {reflect: true},
    models: {reflect: true},
    prompt: {reflect: true}
  };
  static override styles = css`
    :host {
      display: contents;
    }
  `;

  /** An embedded model's name (atlas), or the address of a folder. */
  declare src: string | undefined;
  /** auto (default), webgpu, onnx or reference. */
  declare backend: string | undefined;
  /** Address of the folder of embedded models; defaults to the page's setting. */
  declare models: string | undefined;
  /** What is shared with the elements inside. */
  readonly group: Group = new Group();

  constructor() {
    super();
    new ContextProvider(this, {context: groupContext, initialValue: this.group});
  }

  /** The prompt of all views inside; an `<ecco-prompt>` writes it. */
  get prompt(): string | undefined {
    return this.group.prompt;
  }

  set prompt(prompt: string | null | undefined) {
    this.group.prompt = prompt ?? undefined;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!["src", "backend", "models"].some((name) => changed.has(name))) return;
    const {src, backend, models} = this;
    this.group.source = src
      ? {src, backend: backend ?? undefined, models: models ?? undefined}
      : undefined;
  }

  protected override render(): TemplateResult {
    return html`<slot></slot>`;
  }
}
