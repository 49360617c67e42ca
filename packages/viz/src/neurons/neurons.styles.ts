import {css, unsafeCSS} from "lit";
import type {CSSResult} from "lit";

const ten = Array.from({length: 10}, (_, i) => i + 1);
const colours = ten.map((n) => `.c${n}{--c:var(--e-cat-${n})}`).join("");
const tints = ten
  .slice(0, 9)
  .map((n) => `.k${n}{--k:${5 * n}%}`)
  .join("");

/** Factors as colours with numbers, tokens tinted by them, sparklines, and what one neuron does. */
export const neuronsStyles: CSSResult = css`
  ${unsafeCSS(colours + tints)}
  /* Mixed with what they lie on: laid over it the two palest colours of the dark scheme would fall short of 4.5 : 1. */
  .fac {
    background: color-mix(in oklab, var(--c) var(--k), var(--e-surface));
  }
  .t.omitted {
    color: var(--e-muted);
    text-decoration: line-through;
  }
  .fs {
    font: 700 9px/1 var(--e-sans);
    color: var(--e-ink);
    margin-inline-start: 2px;
    vertical-align: super;
  }
  /* A name that says it in words is heard; the bare figure is only seen. */
  .fs::after {
    content: attr(data-mark);
  }
  .fnum {
    font-weight: 700;
    font-size: var(--e-size-small);
    line-height: 1.3;
    font-variant-numeric: tabular-nums;
    text-align: center;
    border-bottom: 3px solid var(--c);
  }
  .spark {
    display: block;
    width: 100%;
    height: 26px;
    overflow: visible;
  }
  .spark .ln {
    fill: none;
    stroke: var(--c, var(--e-ink-2));
    stroke-width: 1.5;
    stroke-linejoin: round;
    vector-effect: non-scaling-stroke;
  }
  .spark .dashed {
    stroke-dasharray: 6 4;
  }
  .spark .here {
    stroke: var(--e-accent);
    stroke-width: 2;
    vector-effect: non-scaling-stroke;
  }
  .spark .zero {
    stroke: var(--e-line-strong);
    vector-effect: non-scaling-stroke;
  }
  .caption {
    font-size: var(--e-size-micro);
    color: var(--e-muted);
  }
  .neurons {
    display: grid;
    grid-template-columns: max-content max-content minmax(60px, 1fr);
    gap: 0 10px;
    font-size: var(--e-size-small);
    font-variant-numeric: tabular-nums;
  }
  .neurons > * {
    display: grid;
    grid-column: 1 / -1;
    grid-template-columns: subgrid;
    align-items: center;
    padding: 2px 6px;
    margin-inline: -6px;
    border-radius: var(--e-radius);
    cursor: pointer;
  }
  .neurons .who {
    font-family: var(--e-mono);
  }
  .neurons > :hover {
    background: var(--e-sunken);
  }
  .neurons > .on,
  .factors > .on {
    background: var(--e-accent-soft);
    box-shadow: inset 2px 0 0 var(--e-accent);
  }
  .neurons > :focus-visible,
  .factors > :focus-visible {
    outline: 2px solid var(--e-accent);
    outline-offset: 2px;
  }
  .c0 {
    --c: var(--e-muted);
  }
  .detail {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 6px;
    margin-top: 8px;
    font-size: var(--e-size-small);
    font-variant-numeric: tabular-nums;
  }
  .detail ul {
    list-style: none;
    margin: 0;
    padding: 0;
    display: grid;
    grid-template-columns: minmax(0, max-content) max-content;
    gap: 3px 14px;
  }
  .detail li {
    display: grid;
    grid-column: 1 / -1;
    grid-template-columns: subgrid;
  }
  .detail .ctx {
    font-family: var(--e-mono);
    color: var(--e-muted);
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .detail .ctx b {
    color: var(--e-ink);
  }
  .detail .v {
    text-align: right;
  }
  .writes {
    line-height: 1.9;
  }
  @media (pointer: coarse) {
    .neurons > * {
      min-height: 44px;
    }
  }
  @media print {
    .fac {
      print-color-adjust: exact;
      -webkit-print-color-adjust: exact;
    }
  }
  @media (forced-colors: active) {
    .fac,
    .fnum,
    .spark {
      forced-color-adjust: none;
    }
    .fac {
      background: color-mix(in oklab, var(--c) var(--k), Canvas);
      color: CanvasText;
    }
    .fac .fs {
      color: CanvasText;
    }
    .neurons > .on,
    .factors > .on {
      outline: 2px solid Highlight;
    }
  }
`;
