import {html, LitElement, nothing} from "lit";
import type {CSSResultGroup, PropertyDeclarations, TemplateResult} from "lit";
import {live} from "lit/directives/live.js";
import type {Token} from "../data.ts";
import {count} from "../format.ts";
import {takeKept} from "../permalink/page-state.ts";
import type {Kept} from "../permalink/page-state.ts";
import {drawTokens} from "../token/draw-tokens.ts";
import {tokenStyles as textStyles} from "../token/token.styles.ts";
import {scaleStyles, tokenStyles} from "../tokens.styles.ts";
import {Contained} from "../view/contained.ts";
import {viewStyles} from "../view/view.styles.ts";
import {inPlaceOf, promptWords, samePrompt, writtenIn} from "./conversation.ts";
import type {Conversation, Message, PromptInput} from "./conversation.ts";
import {drawTurns} from "./draw-turns.ts";
import {promptStyles} from "./prompt.styles.ts";
import {messagesConverter, promptConverter, readPrompt, writePrompt} from "./written.ts";

/**
 * A field for a prompt, with the number of its tokens. `value` is the text; with `chat` it is a conversation, `{messages,
 * continue}`, and every message has a field of its own.
 *
 * @event input - The reader changed the text, or a turn of the conversation. Not sent when `value` is set from outside.
 * @event ecco-action - Enter was pressed: `detail: {name: "run"}`. Shift-Enter makes a new line.
 * @event ecco-token-hover - A token of the strip was pointed at; `detail: {position: number | null}`.
 * @csspart view - The whole: surface and hairline.
 * @cssproperty --ecco-* - Every design token.
 */
export class Prompt extends Contained {
  static override properties: PropertyDeclarations = {
    value: {noAccessor: true, converter: promptConverter},
    chat: {type: Boolean, reflect: true},
    system: {},
    messages: {converter: messagesConverter},
    continue: {type: Boolean},
    literal: {type: Boolean},
    label: {},
    placeholder: {},
    tokens: {attribute: false},
    limit: {type: Number},
    suggestions: {attribute: false},
    strip: {type: Boolean, reflect: true},
    highlight: {attribute: false},
    selected: {attribute: false},
    state: {},
    message: {},
    disabled: {type: Boolean, reflect: true},
    flat: {type: Boolean, reflect: true}
  };
  static override styles: CSSResultGroup = [
    tokenStyles,
    scaleStyles,
    textStyles,
    viewStyles,
    promptStyles
  ];
  static override shadowRootOptions: ShadowRootInit = {
    ...LitElement.shadowRootOptions,
    delegatesFocus: true
  };

  /** Whether the prompt is a conversation; a text is then what the user says. */
  declare chat: boolean;
  /** What the model is told before anybody speaks; makes the prompt a conversation. */
  declare system: string | undefined;
  /** What was said before the text: `[{role, content}, …]`, as an attribute its JSON. */
  declare messages: readonly Message[] | undefined;
  /** Whether the last message is an answer that is begun: the model goes on in it. */
  declare continue: boolean;
  /** Whether control tokens in what is said are taken as the text they are written with. */
  declare literal: boolean;
  /** Stands above the field; without it the field is called "Prompt" for assistive technology only. */
  declare label: string;
  /** What stands in the empty field. */
  declare placeholder: string;
  /** The tokens of the text, once somebody has counted; undefined shows no number. */
  declare tokens: readonly Token[] | undefined;
  /** How many tokens the model can take; none when null. */
  declare limit: number | null;
  /** Texts offered as chips. */
  declare suggestions: readonly string[];
  /** Whether the tokens are drawn below the field. */
  declare strip: boolean;
  /** The position pointed at in a view. */
  declare highlight: number | null;
  /** The position selected in a view. */
  declare selected: number | null;
  /** "error" underlines the text and says `message`. */
  declare state: string | undefined;
  /** Why the text will not do. */
  declare message: string;
  /** Whether the text can only be read. */
  declare disabled: boolean;
  /** Without surface and hairline. */
  declare flat: boolean;
  #said: PromptInput = "";
  #whole:
    | {readonly key: string; readonly from: PromptInput; readonly value: PromptInput}
    | undefined;
  #pointed: number | null = null;
  #asked = false;

  constructor() {
    super();
    this.label = this.message = "";
    this.placeholder = "Write a prompt";
    this.limit = this.highlight = this.selected = null;
    this.suggestions = [];
    this.strip = this.disabled = this.flat = this.chat = this.continue = this.literal = false;
  }

  /** The text, or the conversation: `{messages: [{role, content}, …], continue?}`, as an attribute its JSON. Setting it sends no event. */
  get value(): PromptInput {
    return this.#wholeOf(this.#said);
  }

  set value(value: PromptInput | null | undefined) {
    const before = this.#said;
    this.#said = value ?? "";
    this.requestUpdate("value", before);
  }

  /** Of the same parts always the same object. */
  #wholeOf(said: PromptInput): PromptInput {
    const {chat, system, messages, literal} = this;
    const key = JSON.stringify([chat, system, messages, this.continue, literal]);
    if (this.#whole?.from !== said || this.#whole.key !== key)
      this.#whole = {key, from: said, value: writtenIn(this, said)};
    return this.#whole.value;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.#asked) return;
    this.#asked = true;
    const text = takeKept(this)?.t;
    if (text !== undefined) this.value = readPrompt(text);
  }

  /** What a link keeps of it: what is not the author's. */
  get kept(): Kept | undefined {
    const authored = writtenIn(this, readPrompt(this.getAttribute("value") ?? ""));
    return samePrompt(this.value, authored) ? undefined : {t: writePrompt(this.value)};
  }

  protected override render(): TemplateResult {
    const {value, tokens, limit, suggestions} = this;
    const over = tokens !== undefined && limit !== null && tokens.length > limit;
    const offered = suggestions.filter((text) => text !== promptWords(value));
    return html`<section
      class=${`view prompt ${this.state === "error" ? "error" : ""}`}
      part="view"
      dir="ltr"
      aria-label=${this.label || "Prompt"}
    >
      ${typeof value === "string" ? this.#drawField(value, over) : this.#drawTurns(value, over)}
      <div class="said" id="said" role="status">${this.state === "error" ? this.message : ""}</div>
      ${this.strip && tokens ? this.#drawStrip(tokens) : nothing}
      <div class="under">
        ${
          offered.length
            ? html`<div class="chips" role="group" aria-label="Suggestions">
                ${offered.map((text) => html`<button type="button" class="chip" ?disabled=${this.disabled} @click=${() => this.#take(text)}>${text}</button>`)}
              </div>`
            : nothing
        }
        <span class=${over ? "count bad" : "count"} id="count">${this.#counted(over)}</span>
      </div>
    </section>`;
  }

  #drawField(text: string, over: boolean): TemplateResult {
    return html`${this.label ? html`<label for="field">${this.label}</label>` : nothing}
      <div class=${over ? "grow over" : "grow"} data-value=${text}>
        <textarea
          id="field"
          rows="1"
          spellcheck="false"
          autocomplete="off"
          translate="no"
          dir="auto"
          aria-label=${this.label || "Prompt"}
          aria-invalid=${over || this.state === "error"}
          aria-describedby="count said"
          placeholder=${this.placeholder}
          ?disabled=${this.disabled}
          .value=${live(text)}
          @input=${this.#typed}
          @keydown=${this.#key}
        ></textarea>
      </div>`;
  }

  #drawTurns(conversation: Conversation, over: boolean): TemplateResult {
    const {label, placeholder, disabled} = this;
    return html`${label ? html`<div class="name">${label}</div>` : nothing}
      <div class=${over ? "over" : ""}>
        ${drawTurns(conversation, {
          label,
          placeholder,
          disabled,
          invalid: over || this.state === "error",
          key: this.#key,
          change: (next, focus) => {
            this.#set(next);
            if (focus !== undefined) void this.#focusTurn(focus);
          }
        })}
      </div>`;
  }

  async #focusTurn(index: number): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(`[data-turn="${index}"]`)?.focus();
  }

  #counted(over: boolean): string {
    const {tokens, limit} = this;
    if (!tokens) return "";
    const number = `${count(tokens.length)} ${tokens.length === 1 ? "token" : "tokens"}`;
    if (limit === null) return number;
    return over
      ? `${number}, ${count(tokens.length - limit)} more than this model can take`
      : `${number} of ${count(limit)}`;
  }

  #drawStrip(tokens: readonly Token[]): TemplateResult {
    return html`<div
      class="strip"
      @pointerover=${this.#over}
      @pointerleave=${() => this.#point(null)}
    >
      ${drawTokens(tokens, {highlight: this.#pointed ?? this.highlight, selected: this.selected, cursor: -1, label: "Tokens of the prompt"})}
    </div>`;
  }

  #over = (event: Event): void => {
    const position = (event.target as Element).closest<HTMLElement>("[data-position]")?.dataset[
      "position"
    ];
    this.#point(position === undefined ? null : Number(position));
  };

  #point(position: number | null): void {
    if (position === this.#pointed) return;
    this.#pointed = position;
    this.requestUpdate();
    this.dispatchEvent(new CustomEvent("ecco-token-hover", {detail: {position}, bubbles: true}));
  }

  #typed = (event: Event): void => {
    this.#set((event.target as HTMLTextAreaElement).value);
  };

  #take(text: string): void {
    this.#set(inPlaceOf(this.value, text));
    this.focus();
  }

  #set(value: PromptInput): void {
    this.value = value;
    this.dispatchEvent(new Event("input", {bubbles: true}));
  }

  #key = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.dispatchEvent(new CustomEvent("ecco-action", {detail: {name: "run"}, bubbles: true}));
  };
}
