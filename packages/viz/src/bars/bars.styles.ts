import {css} from "lit";
import type {CSSResult} from "lit";

/** Bars beside their names, on one axis. */
export const barsStyles: CSSResult = css`
  .bars {
    /* The names' column, and what the last figure needs behind the longest bar. */
    --names: 84px;
    --behind: 56px;
    position: relative;
    font-size: var(--e-size-micro);
    font-variant-numeric: tabular-nums;
  }
  .bars .one,
  .bars .axis {
    display: grid;
    grid-template-columns: var(--names) minmax(0, 1fr);
    gap: 8px;
    align-items: center;
    padding-right: var(--behind);
  }
  .bars .one {
    min-height: 18px;
    border-radius: var(--e-radius-token);
    cursor: pointer;
  }
  .bars .one:hover {
    background: var(--e-sunken);
  }
  .bars .one.on {
    background: var(--e-accent-soft);
    box-shadow: inset 2px 0 0 var(--e-accent);
  }
  .bars .one.apart {
    margin-top: 10px;
  }
  .bars .lab {
    color: var(--e-muted);
    text-align: right;
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .bars .on .lab {
    color: var(--e-accent);
  }
  .bars .total .lab,
  .bars .total .v {
    color: var(--e-ink);
    font-weight: 600;
  }
  .bars .track {
    position: relative;
    align-self: stretch;
    min-height: 18px;
  }
  .bars .bar {
    position: absolute;
    top: 3px;
    bottom: 3px;
    min-width: 1.5px;
    border-radius: 1.5px;
    transition:
      left var(--e-move) var(--e-ease),
      width var(--e-move) var(--e-ease);
  }
  .bars .least {
    background: var(--e-surface);
    box-shadow: inset 0 0 0 1px var(--e-line-strong);
  }
  .bars .total .bar {
    background: var(--e-ink-2);
  }
  .bars .join {
    position: absolute;
    top: calc(100% - 3px);
    height: 6px;
    border-left: 1px solid var(--e-line-strong);
  }
  .bars .v {
    position: absolute;
    top: 50%;
    translate: 0 -50%;
    padding-left: 6px;
    color: var(--e-ink-2);
    white-space: nowrap;
    transition: left var(--e-move) var(--e-ease);
  }
  .bars .grid-lines,
  .bars:not(.fall) .list::before {
    position: absolute;
    inset-block: 0;
    left: calc(var(--names) + 8px);
    right: var(--behind);
    pointer-events: none;
  }
  .bars.fall .grid-lines {
    bottom: 18px;
  }
  .bars .grid-lines i {
    position: absolute;
    inset-block: 0;
    border-left: 1px solid var(--e-line);
  }
  .bars .grid-lines .nil {
    border-color: var(--e-line-strong);
  }
  .bars .list {
    position: relative;
  }
  .bars:not(.fall) .list::before {
    content: "";
    background: linear-gradient(var(--e-line-strong), var(--e-line-strong)) var(--zero) 0 / 1px 100%
      no-repeat;
  }
  .bars .axis {
    height: 18px;
    color: var(--e-muted);
  }
  .bars .tick {
    position: absolute;
    top: 3px;
    translate: -50% 0;
    white-space: nowrap;
  }
  @media (pointer: coarse) {
    .bars .one {
      min-height: 44px;
    }
  }
  @media (forced-colors: active) {
    .bars .least {
      border: 1px solid CanvasText;
    }
  }
`;
