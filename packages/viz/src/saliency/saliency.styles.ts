import {css} from "lit";
import type {CSSResult} from "lit";

/** Bars that stand on their tokens, or lie beside them. */
export const saliencyStyles: CSSResult = css`
  .det .bar {
    position: absolute;
    transition:
      height var(--e-move) var(--e-ease),
      width var(--e-move) var(--e-ease);
  }
  .det .least {
    background: var(--e-seq-1);
    box-shadow: inset 0 0 0 1px var(--e-line-strong);
  }
  .det .v {
    font-size: var(--e-size-micro);
    color: var(--e-muted);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .det .tx {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: pre;
    font: var(--e-size-ui) / 1.3 var(--e-mono);
  }
  .det .by {
    font: 600 var(--e-size-micro) / 1 var(--e-sans);
    color: var(--e-ink-2);
  }
  .det .tpl .tx {
    color: var(--e-muted);
  }
  .rest {
    margin-top: 8px;
    font-size: var(--e-size-small);
    color: var(--e-muted);
    text-align: right;
    font-variant-numeric: tabular-nums;
  }
  .col {
    min-width: 0;
    border-radius: var(--e-radius-token);
  }
  .col.linked {
    outline: 2px solid var(--e-accent);
    outline-offset: 1px;
  }
  .upright {
    display: grid;
    grid-template-columns: repeat(var(--n), minmax(0, 1fr));
    gap: 0 2px;
    text-align: center;
  }
  .upright .track {
    position: relative;
    height: 64px;
    border-bottom: 1px solid var(--e-line-strong);
  }
  .upright.signed .track {
    height: 84px;
    border: 0;
  }
  .upright.signed .track::after {
    content: "";
    position: absolute;
    inset-inline: 0;
    bottom: var(--zero);
    border-top: 1px solid var(--e-line-strong);
  }
  .upright .bar {
    left: 14%;
    right: 14%;
    border-radius: 2px 2px 0 0;
  }
  .upright .bar.down {
    border-radius: 0 0 2px 2px;
  }
  .upright .tx {
    padding: 6px 0 1px;
  }
  .list {
    display: grid;
    grid-template-columns: fit-content(120px) minmax(0, 1fr) max-content;
    gap: 3px 8px;
  }
  .list .col {
    display: grid;
    grid-column: 1 / -1;
    grid-template-columns: subgrid;
    align-items: center;
  }
  .list .tx {
    order: -1;
    text-align: right;
  }
  .list .v {
    text-align: right;
  }
  .list .track {
    position: relative;
    height: 14px;
  }
  .list .track::after {
    content: "";
    position: absolute;
    inset-block: 0;
    left: var(--zero);
    border-left: 1px solid var(--e-line-strong);
  }
  .list .bar {
    top: 0;
    bottom: 0;
    border-radius: 0 2px 2px 0;
  }
  .list .bar.down {
    border-radius: 2px 0 0 2px;
  }
`;
