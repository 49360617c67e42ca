import {html} from "lit";
import type {TemplateResult} from "lit";

function download(name: string, text: string): void {
  const href = URL.createObjectURL(new Blob([text], {type: "text/csv"}));
  Object.assign(document.createElement("a"), {href, download: name}).click();
  URL.revokeObjectURL(href);
}

/** Draws what can be done with a table: copy it, or save it as CSV. */
export function drawTableActions(name: string, csv: () => string): TemplateResult {
  const copy = (): void => void navigator.clipboard?.writeText(csv());
  return html`<button type="button" class="link" @click=${copy}>copy</button
    ><button type="button" class="link" @click=${() => download(`${name}.csv`, csv())}>
      CSV
    </button>`;
}
