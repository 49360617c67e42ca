import {css} from "lit";
import type {CSSResult} from "lit";

export const generationStyles: CSSResult = css`
  .t.made {
    box-shadow: inset 0 -2px 0 var(--e-line-strong);
    cursor: pointer;
  }
  .t.made.sel {
    box-shadow: inset 0 -3px 0 var(--e-accent);
  }
  .step {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 8px 24px;
    margin-top: 14px;
    padding-top: 12px;
    border-top: 1px solid var(--e-line);
  }
  .step .what {
    min-width: 0;
    font-size: var(--e-size-ui);
    line-height: 1.6;
    color: var(--e-ink-2);
    font-variant-numeric: tabular-nums;
  }
  /* One line each, whatever the token: the next one stands where this one stood. */
  .step .what p {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .step .tok {
    white-space: pre;
  }
  .step .cand {
    max-width: 560px;
    grid-template-columns: 26px minmax(84px, max-content) minmax(40px, 1fr) max-content;
  }
  .step .rk {
    white-space: nowrap;
  }
  @container (min-width: 620px) {
    .step {
      grid-template-columns: 236px minmax(0, 1fr);
    }
  }
  .step .cand .row {
    cursor: default;
    min-height: 0;
  }
  .step .cand .row:hover {
    background: none;
  }
  .step .top .rk {
    color: var(--e-ink);
    font-weight: 700;
  }
  .again {
    margin-top: 12px;
  }

  .tree {
    position: relative;
    direction: ltr;
    margin: 3px;
  }
  .tree svg {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    overflow: visible;
  }
  .tree .root {
    fill: var(--e-ink-2);
  }
  .link-line {
    fill: none;
    stroke: var(--e-line-strong);
    stroke-width: 1.5;
  }
  .link-line.dropped {
    stroke: var(--e-line-strong);
    stroke-width: 1;
    stroke-dasharray: 3 3;
  }
  .link-line.chosen {
    stroke: var(--e-ink-2);
    stroke-width: 2.5;
  }
  .link-line.on {
    stroke: var(--e-accent);
  }
  .tree .steps span {
    position: absolute;
    top: 0;
    text-align: center;
    font-size: var(--e-size-micro);
    color: var(--e-muted);
    font-variant-numeric: tabular-nums;
  }
  .node {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 6px;
    height: var(--node, 24px);
    padding: 0 7px;
    border-radius: var(--e-radius-token);
    font-size: var(--e-size-micro);
    font-variant-numeric: tabular-nums;
    cursor: pointer;
    white-space: nowrap;
  }
  .tree .node {
    position: absolute;
  }
  .node .tx {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    font: var(--e-size-small) / 1.2 var(--e-mono);
    white-space: pre;
  }
  .node.z {
    background: var(--e-surface);
    box-shadow: inset 0 0 0 1px var(--e-line);
  }
  .node.dropped {
    background: var(--e-surface);
    color: var(--e-muted);
    outline: 1px dashed var(--e-line-strong);
    outline-offset: -1px;
  }
  :host([flat]) .node.z,
  :host([flat]) .node.dropped {
    background: var(--e-page);
  }
  .node.ends {
    border-inline-end: 3px double currentColor;
  }
  .node.chosen .tx,
  .node.chosen .v {
    font-weight: 700;
  }
  .node.chosen {
    outline: 1.5px solid var(--e-ink-2);
    outline-offset: 0;
  }
  .node:hover,
  .node.cur {
    outline: 2px solid var(--e-accent);
    outline-offset: 1px;
    z-index: 1;
  }
  .node:focus-visible {
    outline: 2px solid var(--e-accent);
    outline-offset: 2px;
    z-index: 2;
  }
  .level {
    position: relative;
    display: grid;
    gap: 3px;
    padding: 8px 3px 8px 26px;
    border-top: 1px solid var(--e-line);
  }
  .level:first-child {
    border-top: 0;
    padding-top: 3px;
  }
  .level .nr {
    position: absolute;
    left: 0;
    top: 12px;
    font-size: var(--e-size-micro);
    color: var(--e-muted);
  }
  .level .node {
    justify-content: flex-start;
  }
  .level .node .v {
    margin-inline-start: auto;
  }
  .node .of {
    font: var(--e-size-micro) / 1.2 var(--e-mono);
    white-space: pre;
  }
  @media (pointer: coarse) {
    .level .node {
      height: 36px;
    }
  }
  @media (forced-colors: active) {
    .node:not(.z, .dropped) {
      forced-color-adjust: none;
    }
    .node.z {
      outline: 1px solid GrayText;
    }
    .node.cur {
      outline: 2px solid Highlight;
    }
    .t.made {
      text-decoration: underline 2px;
      text-underline-offset: 4px;
    }
  }
  @media print {
    .again {
      display: none;
    }
    .node {
      print-color-adjust: exact;
      -webkit-print-color-adjust: exact;
    }
  }
`;
