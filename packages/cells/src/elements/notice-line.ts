/** Why a backend was passed over, in a line that can be opened. */
import {html} from "lit";
import type {TemplateResult} from "lit";

/** The same notice is the same line: a view that is given another one draws itself again. */
const lines = new Map<string, TemplateResult | string>();

/** Returns the notice, or several of them, a line each; what one has in parentheses at its end is shown when asked for. */
export function noticeLine(notice: string): TemplateResult | string {
  const line = lines.get(notice) ?? draw(notice);
  lines.set(notice, line);
  return line;
}

function draw(notice: string): TemplateResult | string {
  const several = notice.split("\n");
  if (several.length > 1) return html`${several.map((one) => html`<div>${draw(one)}</div>`)}`;
  const [, short, why] = /^(.+?) \((.+)\)$/s.exec(notice) ?? [];
  if (short === undefined) return notice;
  return html`${short.charAt(0).toUpperCase() + short.slice(1)}
    <details>
      <summary>why</summary>
      ${why}
    </details>`;
}
