import {css} from "lit";
import type {CSSResult} from "lit";

/** Grids of layers by positions: lens and ranks. */
export const gridStyles: CSSResult = css`
  .scroll {
    margin: -3px;
    padding: 3px;
  }
  .grid {
    display: grid;
    gap: 1px;
    font-size: var(--e-size-small);
  }
  .line {
    display: contents;
  }
  .ch {
    align-self: end;
    min-width: 0;
    padding: 0 2px 6px;
    text-align: center;
    font: 12px/1.2 var(--e-mono);
    color: var(--e-ink-2);
    white-space: pre;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .ch.word {
    font-family: var(--e-sans);
    font-size: var(--e-size-micro);
    color: var(--e-muted);
  }
  .marked {
    font-weight: 700;
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  .ch.tpl,
  .rh.token.tpl {
    color: var(--e-muted);
  }
  .ch.sel {
    color: var(--e-accent);
    font-weight: 700;
  }
  .ch.upright {
    writing-mode: vertical-rl;
    justify-self: center;
    text-align: end;
    rotate: 180deg;
    padding: 6px 0 0;
    max-height: 110px;
  }
  .rh {
    align-self: stretch;
    display: flex;
    align-items: center;
    justify-content: flex-end;
    padding-right: 8px;
    font-size: var(--e-size-micro);
    color: var(--e-muted);
    white-space: nowrap;
    position: sticky;
    left: -3px;
    z-index: 2;
    background: var(--e-surface);
    font-variant-numeric: tabular-nums;
  }
  :host([flat]) .rh {
    background: none;
  }
  .rh.token {
    font: 12px/1.2 var(--e-mono);
    color: var(--e-ink-2);
    white-space: pre;
  }
  .rh.sel {
    color: var(--e-accent);
    font-weight: 600;
  }
  .c {
    position: relative;
    display: flex;
    align-items: center;
    justify-content: center;
    min-width: 0;
    min-height: 28px;
    border-radius: 2px;
    font-variant-numeric: tabular-nums;
    cursor: pointer;
    scroll-margin-left: 64px;
    transition:
      background-color var(--e-fast) linear,
      color var(--e-fast) linear;
  }
  .c.z {
    box-shadow: inset 0 0 0 1px var(--e-line);
    color: var(--e-ink-2);
  }
  .c.unknown {
    box-shadow: inset 0 0 0 1px var(--e-line);
    background: repeating-linear-gradient(135deg, transparent 0 4px, var(--e-line) 4px 5px);
  }
  .line.apart > * {
    margin-top: 9px;
  }
  .ch.apart,
  .c.apart {
    margin-left: 9px;
  }
  .grid.square {
    justify-content: start;
  }
  .square .c {
    min-height: 0;
    aspect-ratio: 1;
  }
  .tight .c {
    min-height: 14px;
    border-radius: 1px;
  }
  .tight .c > span {
    display: none;
  }
  .c.one {
    font-weight: 700;
  }
  .c.linked {
    box-shadow: inset 0 0 0 1px var(--e-accent);
  }
  .c.cur,
  .c:hover {
    outline: 2px solid var(--e-accent);
    outline-offset: 1px;
    z-index: 1;
  }
  .c:focus-visible {
    outline: 2px solid var(--e-accent);
    outline-offset: 2px;
    border-radius: 2px;
    z-index: 3;
  }
  /* A large grid: cells on a canvas, names that stay at the edges, marks above. */
  .plotted {
    overflow: auto;
    max-height: min(70vh, 640px);
    scroll-padding: 116px 8px 8px calc(var(--head, 64px) + 8px);
    font-size: var(--e-size-small);
  }
  .plot {
    position: relative;
    display: grid;
    width: max-content;
  }
  .plot > .corner,
  .plot > .heads {
    position: sticky;
    top: -3px;
    z-index: 4;
    background: var(--e-surface);
  }
  .plot > .corner {
    left: -3px;
    z-index: 5;
  }
  .plot > .heads.y {
    top: auto;
    left: -3px;
  }
  .plot.below > .corner,
  .plot.below > .heads.x {
    order: 1;
    top: auto;
    bottom: -3px;
  }
  .heads > * {
    position: absolute;
  }
  .heads > .ch {
    bottom: 0;
    padding-inline: 0;
  }
  .heads > .ch.upright {
    bottom: 4px;
    padding: 0;
    display: flex;
    align-items: center;
    justify-content: flex-end;
    max-height: 100%;
    font-size: var(--e-size-micro);
  }
  .heads > .rh {
    inset-inline: 0;
    overflow: hidden;
    background: none;
  }
  .area {
    position: relative;
    cursor: pointer;
  }
  .area > canvas,
  .mark,
  .spot {
    position: absolute;
  }
  .mark,
  .spot {
    pointer-events: none;
    border-radius: 2px;
  }
  .mark.linked {
    box-shadow: 0 0 0 1px var(--e-accent);
  }
  .mark.cur,
  .mark.over {
    outline: 2px solid var(--e-accent);
    outline-offset: 1px;
  }
  .mark[hidden] {
    display: none;
  }
  .spot:not([data-row]) {
    outline: none;
  }
  .spot[data-row]:focus-visible {
    outline: 2px solid var(--e-accent);
    outline-offset: 2px;
    border-radius: 2px;
    z-index: 3;
  }
  .inks,
  .watch,
  .plotted > .hidden {
    position: absolute;
    top: 0;
    left: 0;
    width: 1px;
    height: 1px;
    overflow: hidden;
    visibility: hidden;
  }
  .plotted > .hidden {
    visibility: visible;
  }
  .rule {
    border-top: 1px solid var(--e-line);
    outline-color: var(--e-accent);
  }
  .plotted .watch {
    color: var(--e-ink);
    background-color: var(--e-surface);
    transition:
      color 1ms,
      background-color 1ms !important;
  }

  @container (max-width: 420px) {
    .rh {
      padding-right: 5px;
    }
    .rank .c {
      font-size: 10px;
    }
  }
  @media (pointer: coarse) {
    .c {
      min-height: 44px;
    }
  }
`;
