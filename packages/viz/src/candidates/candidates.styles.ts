import {css} from "lit";
import type {CSSResult} from "lit";

export const candidatesStyles: CSSResult = css`
  .cand {
    display: grid;
    grid-template-columns: 20px minmax(84px, max-content) minmax(40px, 1fr) max-content;
    gap: 0 10px;
    font-size: var(--e-size-ui);
    font-variant-numeric: tabular-nums;
  }
  .cand .row {
    display: grid;
    grid-column: 1 / -1;
    grid-template-columns: subgrid;
    align-items: center;
    padding: 1.5px 0;
    border-radius: var(--e-radius-token);
    cursor: pointer;
  }
  .cand .row:not(.rest):hover {
    background: var(--e-sunken);
  }
  .cand .row.on {
    background: var(--e-accent-soft);
    box-shadow: inset 2px 0 0 var(--e-accent);
  }
  .rk {
    color: var(--e-muted);
    text-align: right;
    font-size: var(--e-size-micro);
  }
  .tx {
    font-family: var(--e-mono);
    white-space: pre;
    overflow: hidden;
    text-overflow: ellipsis;
    max-width: 18ch;
  }
  .track {
    height: 14px;
  }
  .bar {
    display: block;
    height: 100%;
    min-width: 1px;
    border-radius: 0 2px 2px 0;
    background: var(--e-seq-3);
    transition: width var(--e-move) var(--e-ease);
  }
  .top .bar {
    background: var(--e-seq-6);
  }
  .top .tx,
  .top .v {
    font-weight: 700;
  }
  .v {
    text-align: right;
    white-space: nowrap;
  }
  .rest {
    color: var(--e-muted);
    cursor: default;
  }
  .rest .tx {
    font-family: inherit;
  }
  .rest .bar {
    background: repeating-linear-gradient(135deg, var(--e-line-strong) 0 1px, transparent 1px 5px);
    border: 1px solid var(--e-line-strong);
    border-left: 0;
  }
  @container (max-width: 280px) {
    .cand,
    .step .cand {
      grid-template-columns: max-content minmax(0, 1fr) minmax(0, 0.6fr) max-content;
      column-gap: 6px;
    }
    .rest .tx {
      white-space: normal;
    }
  }
  @media (pointer: coarse) {
    .cand .row {
      min-height: 44px;
    }
  }
`;
