import {html} from "lit";
import type {TemplateResult} from "lit";
import {copyText, download} from "./give.ts";
import {windowOf} from "./window-of.ts";

/** Draws what can be done with a table: copy it, or save it as CSV. */
export function drawTableActions(name: string, csv: () => string): TemplateResult {
  return html`<button
      type="button"
      class="link"
      @click=${({currentTarget}: Event) => void copyText(csv(), windowOf(currentTarget as Node))}
    >
      copy</button
    ><button type="button" class="link" @click=${() => download(`${name}.csv`, csv(), "text/csv")}>
      CSV
    </button>`;
}
