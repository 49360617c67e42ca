import {css} from "lit";
import type {CSSResult} from "lit";

/** Charts of lines and points: axes, lines, labels at their ends, marks to point at. */
export const chartStyles: CSSResult = css`
  .chart {
    display: block;
    max-width: 100%;
    height: auto;
    overflow: visible;
    font: 11px var(--e-sans);
    font-variant-numeric: tabular-nums;
  }
  .chart text {
    fill: var(--e-muted);
  }
  .chart .gl {
    stroke: var(--e-line);
  }
  .chart .now {
    stroke: var(--e-accent);
  }
  .chart .ln {
    fill: none;
    stroke-width: 2;
    stroke-linejoin: round;
    stroke-linecap: round;
  }
  .chart .lab {
    fill: var(--e-ink);
    font: 600 12px var(--e-mono);
    white-space: pre;
  }
  .dot {
    fill: var(--c);
    stroke: var(--c);
    cursor: pointer;
  }
  .dot .hit {
    fill: transparent;
    stroke: none;
  }
  .dot.ring > :not(.hit) {
    fill: var(--e-surface);
    stroke-width: 2;
  }
  .dot:focus-visible {
    outline: none;
  }
  .dot:focus-visible .hit,
  .dot:hover .hit,
  .dot.cur .hit {
    stroke: var(--e-accent);
    stroke-width: 2;
    r: 7px;
  }
`;
