import {css} from "lit";
import type {CSSResult} from "lit";

export const logitLensStyles: CSSResult = css`
  .lens .c {
    padding: 0 3px;
    font: 12px/1 var(--e-mono);
    white-space: pre;
  }
  .lens .c > span {
    overflow: hidden;
    text-overflow: ellipsis;
    line-height: 1.3;
  }
  .lens .c.one {
    font-weight: 700;
  }
  .lens .c.fin::after {
    content: "";
    position: absolute;
    right: 3px;
    top: 3px;
    width: 4px;
    height: 4px;
    border-radius: 50%;
    background: currentColor;
  }
  .lens.figures .c {
    font-family: var(--e-sans);
    font-size: var(--e-size-micro);
  }
  .stepper {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    margin-bottom: 10px;
    font-size: var(--e-size-ui);
    color: var(--e-muted);
  }
  .stepper .btn {
    width: 44px;
    height: 32px;
    justify-content: center;
    font-size: 16px;
  }
  .stepper .btn:disabled {
    color: var(--e-faint);
    cursor: default;
  }
  .rows {
    display: grid;
    grid-template-columns: 50px minmax(64px, 96px) minmax(0, 1fr) minmax(64px, max-content);
    gap: 2px 8px;
    font-size: var(--e-size-ui);
    font-variant-numeric: tabular-nums;
  }
  .rows .row {
    display: grid;
    grid-column: 1 / -1;
    grid-template-columns: subgrid;
    align-items: center;
    min-height: 22px;
    border-radius: var(--e-radius-token);
    cursor: pointer;
  }
  .rows .row.on {
    background: var(--e-accent-soft);
  }
  .lay {
    font-size: var(--e-size-micro);
    color: var(--e-muted);
    text-align: right;
  }
  .rows .tx {
    font-family: var(--e-mono);
    white-space: pre;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .rows .fin .tx {
    font-weight: 700;
  }
  .rows .track {
    height: 14px;
    box-shadow: -1px 0 0 var(--e-line-strong);
  }
  .rows .track.signed {
    background: linear-gradient(var(--e-line-strong), var(--e-line-strong)) 50% 0 / 1px 100%
      no-repeat;
    box-shadow: none;
  }
  .rows .bar {
    display: block;
    height: 100%;
    border-radius: 0 2px 2px 0;
    transition: width var(--e-move) var(--e-ease);
  }
  .rows .least {
    background: var(--e-seq-1);
    box-shadow: inset 0 0 0 1px var(--e-line-strong);
  }
  .rows .v {
    text-align: right;
    white-space: nowrap;
  }
  @container (max-width: 280px) {
    .rows {
      grid-template-columns: max-content minmax(0, 1fr) minmax(0, 0.6fr) minmax(0, max-content);
      column-gap: 6px;
    }
    .rows .v {
      white-space: normal;
    }
  }
  @media (pointer: coarse) {
    .rows .row {
      min-height: 44px;
    }
    .stepper .btn {
      height: 44px;
    }
  }
`;
