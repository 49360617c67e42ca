import {html, nothing, svg} from "lit";
import type {TemplateResult} from "lit";
import {sequentialStep} from "../bins.ts";
import {percentShort} from "../format.ts";
import {classes} from "../token/draw-tokens.ts";
import {spokenToken, tokenLabel} from "../token/label.ts";
import type {Attention, HeadChoice} from "./data.ts";
import {isMasked, weightsOf} from "./weights.ts";

/** More tokens than this are no list any more. */
export const mostArcs = 40;

export interface ArcOptions {
  /** The token that looks. */
  readonly query: number;
  /** The key that is pinned. */
  readonly pinned?: number | null;
  readonly highlight?: number | null;
  readonly cursor?: number;
  /** In px. */
  readonly width?: number;
  /** Height of a line in px; defaults to 22. */
  readonly line?: number;
}

/** Stroke of a weight of 1, and of the least, in px. */
const widest = 20;
const thinnest = 1;

/** Draws what one token looks at: a list of tokens with their weights, and an arc to each as wide as its weight. */
export function drawArcs(
  data: Attention,
  choice: HeadChoice,
  {query, pinned = null, highlight = null, cursor = 0, width = 540, line = 22}: ArcOptions
): TemplateResult {
  const {tokens, keys, stack, patterns} = data;
  const row = weightsOf(data, choice)?.[query] ?? [];
  const pattern = patterns[choice.layer];
  const apart = stack === "cross";
  const lines = keys.length + (apart ? 1 : 0);
  const from = apart ? keys.length : query;
  const seen = (key: number): boolean =>
    !(row[key] === 0 && pattern && isMasked(pattern, query, key));
  const room = Math.max(60, Math.min(320, width - 190));
  const top = Math.max(0, ...row);
  const arcs = keys
    .flatMap((_, key) => (key !== from && seen(key) && row[key] !== undefined ? [key] : []))
    .toSorted((a, b) => row[a]! - row[b]!);
  const height = lines * line;
  const looker = tokens[query];
  return html`<div class="arcs" .style=${`--line:${line}px`} translate="no">
    <div
      class="ends"
      role="listbox"
      aria-label=${`What ${looker ? spokenToken(looker) : "the token"} looks at`}
    >
      ${keys.map((token, key) => {
        const weight = row[key];
        const shown = weight !== undefined && seen(key);
        return html`<div
          class=${classes("end", !shown && "unseen", (weight ?? 0) < 0.1 && "weak", !apart && key === query && "from", highlight === key && "linked", pinned === key && "on")}
          role="option"
          aria-selected=${pinned === key ? "true" : "false"}
          tabindex=${cursor === key ? 0 : -1}
          data-row=${key}
          data-column="0"
          data-position=${key}
        >
          <span class="v"
            >${shown ? percentShort(weight) : html`<span class="hidden">cannot see</span>`}</span
          >
          <span class="tx"><bdi>${tokenLabel(token)}</bdi></span>
        </div>`;
      })}
      ${
        apart && looker
          ? html`<div class="end from" role="presentation">
              <span class="v"></span><span class="tx"><bdi>${tokenLabel(looker)}</bdi></span>
            </div>`
          : nothing
      }
    </div>
    <svg viewBox=${`0 0 ${room} ${height}`} width=${room} height=${height} aria-hidden="true">
      ${arcs.map((key) => drawArc(key, row[key]!))}
    </svg>
  </div>`;

  function drawArc(key: number, weight: number): TemplateResult {
    const [y, to] = [from, key].map((at) => at * line + line / 2) as [number, number];
    const longest = Math.max(1, Math.max(from, lines - 1 - from) * line);
    const bulge = 24 + (Math.abs(to - y) / longest) * (room * 1.28 - 44);
    // An arc to where there is next to nothing is thin, and still to be seen.
    const step = Math.max(2, sequentialStep(weight, top));
    return svg`<path
      class=${classes("arc", (highlight === key || pinned === key) && "on")}
      d=${`M4 ${y}C${bulge.toFixed(1)} ${y} ${bulge.toFixed(1)} ${to} 4 ${to}`}
      .style=${`stroke:var(--e-seq-${step});stroke-width:${Math.max(thinnest, weight * widest).toFixed(2)}`}
    ></path>`;
  }
}
