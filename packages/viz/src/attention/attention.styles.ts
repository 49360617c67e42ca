import {css} from "lit";
import type {CSSResult} from "lit";

export const attentionStyles: CSSResult = css`
  .att {
    display: grid;
    gap: 16px 28px;
  }
  .att.beside {
    grid-template-columns: minmax(0, 1fr) 190px;
  }
  .pattern {
    gap: 1px;
  }
  .pattern .c {
    min-height: 22px;
  }
  .pattern .rh.token {
    font-size: var(--e-size-small);
  }
  .pattern .rh bdi {
    max-width: 14ch;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .pattern .ch {
    align-self: start;
    padding: 6px 2px 0;
    font-size: var(--e-size-micro);
  }
  .pattern .ch.upright {
    padding: 0 0 6px;
    text-align: start;
  }
  .pattern .rh:has(.axis) {
    align-self: start;
    padding-top: 6px;
  }
  .pattern .axis {
    font: var(--e-size-micro) / 1.2 var(--e-sans);
    color: var(--e-muted);
  }
  .flow .pattern .ch {
    align-self: end;
    padding: 0 2px 6px;
  }

  .every .choice {
    display: grid;
    grid-template-columns: 20px repeat(var(--heads), minmax(8px, 1fr)) minmax(14px, 1.4fr);
    gap: 2px;
    padding: 3px;
    margin: -3px;
    font-size: var(--e-size-micro);
    color: var(--e-muted);
    font-variant-numeric: tabular-nums;
  }
  .every .h {
    text-align: center;
    padding-bottom: 2px;
  }
  .every .many .h:not(:nth-of-type(4n + 2), .mean) {
    color: transparent;
  }
  .every .l {
    align-self: center;
  }
  .every button {
    min-width: 0;
    height: 20px;
    padding: 0;
    border: 1px solid var(--e-line);
    border-radius: var(--e-radius-token);
    cursor: pointer;
  }
  .every button.mean {
    margin-inline-start: 5px;
  }
  .every button.z {
    background: var(--e-surface);
  }
  .every button:hover,
  .every button.on {
    outline: 2px solid var(--e-accent);
    outline-offset: 1px;
  }
  .every button:focus-visible {
    outline: 2px solid var(--e-accent);
    outline-offset: 2px;
  }
  .every p {
    margin-top: 8px;
    font-size: var(--e-size-micro);
    line-height: 1.45;
    color: var(--e-muted);
  }
  .att:not(.beside) .every {
    max-width: calc(40px + var(--heads) * 34px);
  }

  .arcs {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr);
    font-size: var(--e-size-small);
  }
  .arcs svg {
    max-width: 100%;
    overflow: visible;
  }
  .every .here {
    white-space: nowrap;
  }
  /* The list stands at the right there. */
  .arcs:dir(rtl) svg {
    scale: -1 1;
  }
  .arc {
    fill: none;
  }
  .arc.on {
    stroke: var(--e-accent) !important;
  }
  .end {
    display: grid;
    grid-template-columns: 44px minmax(0, max-content);
    align-items: center;
    height: var(--line);
    border-radius: var(--e-radius-token);
    cursor: pointer;
  }
  .end .v {
    padding-inline-end: 8px;
    text-align: right;
    font-variant-numeric: tabular-nums;
    color: var(--e-ink-2);
    white-space: nowrap;
  }
  .end.weak .v {
    color: var(--e-muted);
  }
  .end .tx {
    max-width: 16ch;
    padding-inline-end: 4px;
    font: var(--e-size-ui) / 1.2 var(--e-mono);
    white-space: pre;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .end.unseen .tx {
    color: var(--e-muted);
  }
  .end.from .tx {
    color: var(--e-accent);
    font-weight: 700;
  }
  .end:hover,
  .end.linked {
    background: var(--e-sunken);
  }
  .end.on {
    background: var(--e-accent-soft);
    box-shadow: inset 2px 0 0 var(--e-accent);
  }
  @media (pointer: coarse) {
    .every button {
      height: 32px;
    }
  }
  @media (forced-colors: active) {
    .every button:not(.z) {
      forced-color-adjust: none;
    }
    .every button.on {
      outline-color: Highlight;
    }
    .arc {
      stroke: CanvasText !important;
    }
  }
  @media print {
    .every button {
      print-color-adjust: exact;
      -webkit-print-color-adjust: exact;
    }
  }
`;
