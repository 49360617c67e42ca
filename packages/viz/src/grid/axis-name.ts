import {css, html} from "lit";
import type {CSSResult, TemplateResult} from "lit";

/** Draws what the columns of a grid count: `head →`. */
export const drawAxisName = (name: string): TemplateResult =>
  html`<div class="across" aria-hidden="true">${name}</div>`;

export const axisNameStyles: CSSResult = css`
  .across {
    margin: -4px 0 2px 52px;
    font-size: var(--e-size-micro);
    color: var(--e-muted);
  }
`;
