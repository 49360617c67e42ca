/** Short lists of tokens beside a picture: what was likelier, what a part of the model speaks for and against. */
import {html} from "lit";
import type {TemplateResult} from "lit";
import {drawInline} from "../token/draw-tokens.ts";

export interface WordList {
  readonly title: TemplateResult | string;
  readonly words: readonly {
    readonly id: number;
    readonly text: string | null;
    readonly figure: string;
  }[];
}

/** Draws lists of tokens with a figure each, one a line. */
export const drawWords = (lists: readonly WordList[]): TemplateResult =>
  html`<dl class="words">
    ${lists.map(
      ({title, words}) =>
        html`<div>
          <dt>${title}</dt>
          ${words.map(
            ({figure, ...token}) => html`<dd>${drawInline(token)} <span>${figure}</span></dd>`
          )}
        </div>`
    )}
  </dl>`;
