import {ContextProvider} from "@lit/context";
import {css, html} from "lit";
import type {PropertyValues, TemplateResult} from "lit";
import {
  BaseElement,
  hasAddress,
  keepInAddress,
  messagesConverter,
  promptConverter
} from "@ecco/viz";
import type {Message, PromptInput} from "@ecco/viz";
import {Group, groupContext} from "./group.ts";

/**
 * A model for the prompt and the views inside it; they share prompt, hover and selection. A model that lies elsewhere,
 * or weighs more than 16 MB, comes when the reader agrees: the views say what it weighs.
 *
 * @event ecco-engine - On document: which backend runs, and what the last run took.
 */
export class ModelElement extends BaseElement {
  static override properties = {
    src: {reflect: true},
    backend: {reflect: true},
    models: {reflect: true},
    prompt: {reflect: true, converter: promptConverter},
    chat: {type: Boolean, reflect: true},
    system: {reflect: true},
    messages: {reflect: true, converter: messagesConverter},
    continue: {type: Boolean, reflect: true},
    literal: {type: Boolean, reflect: true},
    permalink: {type: Boolean, reflect: true},
    lazy: {type: Boolean, reflect: true},
    autoload: {type: Boolean, reflect: true}
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
  /** Asks the reader before the model comes, whatever it weighs. */
  declare lazy: boolean;
  /** Loads a large model, or one of another host, without asking. */
  declare autoload: boolean;
  /** Keeps the page's address up to date with what the reader does inside: prompt, parameters, pins. */
  declare permalink: boolean;
  /** Whether the prompt's text is what the user says in a conversation. */
  declare chat: boolean;
  /** What the model is told before anybody speaks; makes the prompt a conversation. */
  declare system: string | undefined;
  /** What was said before the prompt: `[{role, content}, …]`, as an attribute its JSON. */
  declare messages: readonly Message[] | undefined;
  /** Whether the last message is an answer that is begun: the model goes on in it. */
  declare continue: boolean;
  /** Whether control tokens in what is said are taken as the text they are written with. */
  declare literal: boolean;
  /** What is shared with the elements inside. */
  readonly group: Group = new Group();

  constructor() {
    super();
    this.lazy = this.autoload = this.permalink = this.chat = this.continue = this.literal = false;
    for (const type of ["input", "ecco-change"]) this.addEventListener(type, this.#keep);
    new ContextProvider(this, {context: groupContext, initialValue: this.group});
  }

  /** The prompt of all views inside, a text or `{messages}`; an `<ecco-prompt>` writes it. */
  get prompt(): PromptInput | undefined {
    return this.group.prompt;
  }

  set prompt(prompt: PromptInput | null | undefined) {
    this.group.prompt = prompt ?? undefined;
  }

  #timer: ReturnType<typeof setTimeout> | undefined;

  // Browsers take a hundred changes of the address in half a minute, and no more.
  readonly #keep = (): void => {
    if (!this.permalink || !hasAddress()) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      try {
        keepInAddress();
      } catch (error) {
        console.info(`ecco: ${error instanceof Error ? error.message : String(error)}`);
      }
    }, 400);
  };

  protected override willUpdate(changed: PropertyValues): void {
    const {chat, system, messages, literal} = this;
    this.group.manner = {chat, system, messages, continue: this.continue, literal};
    if (!["src", "backend", "models", "lazy", "autoload"].some((name) => changed.has(name))) return;
    const {src, backend, models, lazy, autoload} = this;
    this.group.wish = {lazy, autoload};
    this.group.source = src
      ? {src, backend: backend ?? undefined, models: models ?? undefined}
      : undefined;
  }

  protected override render(): TemplateResult {
    return html`<slot></slot>`;
  }
}
