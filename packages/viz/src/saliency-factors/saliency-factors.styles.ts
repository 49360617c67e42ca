import {css} from "lit";
import type {CSSResult} from "lit";

/** Bars that stand on their tokens in running text, and their sums by factor. */
export const saliencyFactorsStyles: CSSResult = css`
  .standing .toks {
    --stand: 34px;
    row-gap: calc(var(--stand) + 8px);
    padding-top: var(--stand);
  }
  .standing.both .toks {
    --stand: 28px;
    row-gap: calc(2 * var(--stand) + 8px);
    padding-bottom: var(--stand);
  }
  .stand {
    position: absolute;
    inset-inline: 15%;
    bottom: calc(100% + 1px);
    height: var(--stand);
    display: flex;
    align-items: flex-end;
    border-bottom: 1px solid var(--e-line-strong);
    pointer-events: none;
  }
  .stand.down {
    bottom: auto;
    top: calc(100% + 1px);
    align-items: flex-start;
    border-bottom: 0;
    border-top: 1px solid var(--e-line-strong);
  }
  .stand > i {
    flex: 1;
    max-width: 22px;
    margin-inline: auto;
    border-radius: 2px 2px 0 0;
    transition: height var(--e-move) var(--e-ease);
  }
  .stand.down > i {
    border-radius: 0 0 2px 2px;
  }
  .stand .least {
    background: var(--e-line-strong);
  }
  .sums {
    display: grid;
    grid-template-columns: 22px fit-content(34%) minmax(40px, 1fr) repeat(3, max-content);
    gap: 0 10px;
    margin-top: 18px;
    font-size: var(--e-size-small);
    font-variant-numeric: tabular-nums;
  }
  .sum {
    display: grid;
    grid-column: 1 / -1;
    grid-template-columns: subgrid;
    align-items: center;
    padding: 3px 6px;
    margin-inline: -6px;
    border-radius: var(--e-radius);
    cursor: pointer;
  }
  .sum:hover {
    background: var(--e-sunken);
  }
  .sum.on {
    background: var(--e-accent-soft);
    box-shadow: inset 2px 0 0 var(--e-accent);
  }
  .sum:focus-visible {
    outline: 2px solid var(--e-accent);
    outline-offset: 2px;
  }
  .called {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    color: var(--e-ink-2);
  }
  .track {
    position: relative;
    height: 11px;
  }
  .amount {
    position: absolute;
    inset-block: 0;
    inset-inline-start: 0;
    min-width: 1px;
    border-radius: 0 2px 2px 0;
    background: var(--c);
    transition: width var(--e-move) var(--e-ease);
  }
  .even {
    position: absolute;
    inset-block: -3px;
    border-inline-start: 2px dashed var(--e-ink);
    /* Seen on bars of every colour. */
    background: var(--e-surface);
    outline: 1px solid var(--e-surface);
  }
  .sums .v {
    text-align: right;
    white-space: nowrap;
  }
  .sums .many {
    color: var(--e-muted);
  }
  @container (max-width: 430px) {
    .sums {
      grid-template-columns: 22px minmax(0, 1fr) repeat(3, max-content);
    }
    .sum .track {
      grid-column: 2 / -1;
      order: 9;
      height: 8px;
    }
  }
  @media (pointer: coarse) {
    .sum {
      min-height: 44px;
    }
  }
  @media print {
    .amount,
    .stand > i {
      print-color-adjust: exact;
      -webkit-print-color-adjust: exact;
    }
  }
  @media (forced-colors: active) {
    .amount,
    .stand > i {
      forced-color-adjust: none;
    }
    .sum.on {
      outline: 2px solid Highlight;
    }
  }
`;
