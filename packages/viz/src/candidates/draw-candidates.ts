import {html, nothing} from "lit";
import type {TemplateResult} from "lit";
import {repeat} from "lit/directives/repeat.js";
import type {Candidates} from "../data.ts";
import {count, percent} from "../format.ts";
import {classes} from "../token/draw-tokens.ts";
import {tokenLabel} from "../token/label.ts";

export interface CandidatesOptions {
  /** How many to draw; defaults to 8. */
  readonly top?: number;
  /** The id that is pinned. */
  readonly selected?: number | null;
  /** The row in the tab order. */
  readonly cursor?: number;
}

/** Returns what is left out: how many tokens, and their probability together. */
export function othersOf(
  data: Candidates,
  top: number
): {readonly count: number; readonly probability: number} {
  const shown = data.top.slice(0, top);
  const sum = shown.reduce((total, {probability}) => total + probability, 0);
  return {count: Math.max(0, data.vocabulary - shown.length), probability: Math.max(0, 1 - sum)};
}

/** Draws the most probable tokens as bars: rank · token · bar · share, and last what is left out. */
export function drawCandidates(
  data: Candidates,
  {top = 8, selected = null, cursor = 0}: CandidatesOptions = {}
): TemplateResult {
  const shown = data.top.slice(0, top);
  const others = othersOf(data, top);
  const longest = Math.max(others.probability, ...shown.map(({probability}) => probability)) || 1;
  const width = (probability: number): string =>
    `width:${((probability / longest) * 100).toFixed(2)}%`;
  return html`<div class="cand" role="listbox" aria-label="Candidates" translate="no">
    ${repeat(
      shown,
      ({id}) => id,
      (candidate, i) =>
        html`<div
          class=${classes("row", i === 0 && "top", selected === candidate.id && "on")}
          role="option"
          aria-selected=${selected === candidate.id ? "true" : "false"}
          tabindex=${cursor === i ? 0 : -1}
          data-row=${i}
          data-column="0"
        >
          <span class="rk">${count(candidate.rank)}</span>
          <span class="tx"><bdi>${tokenLabel(candidate)}</bdi></span>
          <span class="track"><i class="bar" .style=${width(candidate.probability)}></i></span>
          <span class="v">${percent(candidate.probability)}</span>
        </div>`
    )}
    ${
      others.count
        ? html`<div class="row rest" role="presentation">
            <span class="rk"></span>
            <span class="tx">${count(others.count)} others</span>
            <span class="track"><i class="bar" .style=${width(others.probability)}></i></span>
            <span class="v">${percent(others.probability)}</span>
          </div>`
        : nothing
    }
  </div>`;
}
