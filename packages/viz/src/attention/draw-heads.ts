import {html} from "lit";
import type {TemplateResult} from "lit";
import {fill} from "../bins.ts";
import {percent, spokenPercent} from "../format.ts";
import {classes} from "../token/draw-tokens.ts";
import {walk} from "../view/walk.ts";
import type {Attention, HeadChoice} from "./data.ts";

export interface HeadsOptions {
  /** The head that is asked for. */
  readonly chosen: HeadChoice;
  readonly choose: (choice: HeadChoice) => void;
  /** The head under the pointer. */
  readonly pointed?: HeadChoice | null;
  readonly point?: (choice: HeadChoice | null) => void;
}

/** Returns a head's attention off the first token, or that of the mean over the layer's heads. */
export function awayAt({away}: Pick<Attention, "away">, {layer, head}: HeadChoice): number | null {
  const heads = away[layer];
  if (!heads) return null;
  if (head !== "mean") return heads[head] ?? null;
  const known = heads.filter((value) => value !== null);
  return known.length ? known.reduce((sum, value) => sum + value, 0) / known.length : null;
}

/** Returns a head in words: `layer 5, head 2`, `layer 5, mean of heads`. */
export const headName = ({layer, head}: HeadChoice): string =>
  `layer ${layer}, ${head === "mean" ? "mean of heads" : `head ${head}`}`;

/** Draws every head of every layer, and the mean of each layer's, as a choice of one: shade is attention off the first token. */
export function drawHeads(
  data: Pick<Attention, "away" | "heads">,
  {chosen, choose, pointed = null, point = () => {}}: HeadsOptions
): TemplateResult {
  const {away, heads} = data;
  const columns: readonly (number | "mean")[] = [...Array(heads).keys(), "mean"];
  const told = pointed ?? chosen;
  const extent = {row: away.length, column: columns.length};

  function key(event: KeyboardEvent): void {
    const grid = event.currentTarget as HTMLElement;
    const {layer, head} = chosen;
    const spot = {row: layer, column: head === "mean" ? heads : head};
    const next = walk(event.key, spot, extent, getComputedStyle(grid).direction === "rtl");
    if (!next || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    grid
      .querySelectorAll<HTMLElement>('[role="radio"]')
      [next.row * columns.length + next.column]?.focus();
    choose({layer: next.row, head: columns[next.column]!});
  }

  return html`<div class="every" .style=${`--heads:${heads}`}>
    <div class="scroll">
      <div
        class=${classes("choice", heads > 12 && "many")}
        role="radiogroup"
        aria-label="Layer and head"
        @keydown=${key}
        @pointerleave=${() => point(null)}
      >
        <span></span>
        ${columns.map((head) => html`<span class=${classes("h", head === "mean" && "mean")} aria-hidden="true">${head}</span>`)}
        ${away.map(
          (_, layer) =>
            html`<span class="l" aria-hidden="true">${layer}</span> ${columns.map((head) => {
                const value = awayAt(data, {layer, head});
                const on = chosen.layer === layer && chosen.head === head;
                return html`<button
                  type="button"
                  class=${classes((value !== null && fill("sequential", value)) || "z", on && "on", head === "mean" && "mean")}
                  role="radio"
                  aria-checked=${on ? "true" : "false"}
                  aria-label=${`${headName({layer, head})}: ${spokenPercent(value)} off the first token`}
                  tabindex=${on ? 0 : -1}
                  @click=${() => choose({layer, head})}
                  @pointerenter=${() => point({layer, head})}
                ></button>`;
              })}`
        )}
      </div>
    </div>
    <p>
      Rows: layers, columns: heads.<br />Shade: attention off the first token;
      <span class="here">${headName(told)} ${percent(awayAt(data, told))}</span>
    </p>
  </div>`;
}
