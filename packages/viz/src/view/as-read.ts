/** The prompt as the model reads it, one press away: every token with its number, its message and what it is. */
import {html, nothing} from "lit";
import type {LitElement, TemplateResult} from "lit";
import type {Token} from "../data.ts";
import {count} from "../format.ts";
import {tokenText} from "../token/label.ts";
import {ofConversation, sectionText} from "../token/turns.ts";
import {drawTable} from "./table.ts";
import type {TableData} from "./table.ts";

/** A text that a view is about. */
export interface ReadText {
  /** Which of several; left out where there is one. */
  readonly name?: string;
  readonly tokens: readonly Token[];
}

export const asReadName = "Prompt as the model reads it";

/** Returns the tokens of a text as a table: what the model got, special tokens and template included. */
export function readTable({name, tokens}: ReadText): TableData {
  const chat = ofConversation(tokens);
  const special = tokens.some((token) => token.special);
  return {
    caption: `${name ?? asReadName}, ${count(tokens.length)} ${tokens.length === 1 ? "token" : "tokens"}`,
    columns: [
      {label: "position"},
      {label: "token", mono: true},
      {label: "id"},
      ...(chat ? [{label: "message"}] : []),
      ...(special ? [{label: "kind"}] : [])
    ],
    rows: tokens.map((token, position) => [
      {text: count(position), value: position},
      {text: tokenText(token, "dot"), value: token.text},
      {text: String(token.id), value: token.id},
      ...(chat ? [{text: sectionText(token)}] : []),
      ...(special ? [{text: token.special ? "special" : ""}] : [])
    ])
  };
}

/** The tokens of a result, where it has them in the usual place. */
export function textsIn(data: unknown): readonly ReadText[] {
  if (typeof data !== "object" || data === null || !("tokens" in data)) return [];
  const {tokens} = data as {readonly tokens: readonly Token[]};
  return Array.isArray(tokens) && tokens.length ? [{tokens}] : [];
}

/** What opens and closes in the foot of a view. */
export class AsRead {
  readonly #host: LitElement;
  #open = false;

  constructor(host: LitElement) {
    this.#host = host;
  }

  /** Draws the button; nothing where there are no tokens. */
  drawButton(texts: readonly ReadText[]): TemplateResult | typeof nothing {
    if (!texts.length) return nothing;
    return html`<button
      type="button"
      class="link"
      aria-label=${asReadName}
      aria-expanded=${this.#open}
      aria-controls="as-read"
      @click=${this.#flip}
    >
      Prompt
    </button>`;
  }

  /** Draws what the button opens. */
  draw(texts: readonly ReadText[]): TemplateResult {
    const open = this.#open && texts.length > 0;
    return html`<div class="as-read" id="as-read" ?hidden=${!open}>
      ${open ? texts.map((text) => drawTable(readTable(text), text.name ?? asReadName)) : nothing}
    </div>`;
  }

  readonly #flip = (): void => {
    this.#open = !this.#open;
    this.#host.requestUpdate();
  };
}
