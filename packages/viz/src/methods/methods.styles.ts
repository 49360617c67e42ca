import {css} from "lit";
import type {CSSResult} from "lit";

/** One row a method; narrow, one block a method. */
export const methodsStyles: CSSResult = css`
  .mr {
    display: grid;
    grid-template-columns: minmax(110px, 150px) minmax(0, 1fr) 74px minmax(120px, 210px);
    gap: 18px;
    align-items: center;
    padding: 7px 0;
    border-top: 1px solid var(--e-line);
  }
  .mr.mh {
    border: 0;
    padding-top: 0;
    font-size: var(--e-size-micro);
    color: var(--e-muted);
  }
  .mn {
    font-size: var(--e-size-ui);
    font-weight: 500;
    overflow-wrap: anywhere;
  }
  .mr.on .mn {
    color: var(--e-accent);
    font-weight: 600;
  }
  .mr.on {
    box-shadow: inset 2px 0 0 var(--e-accent);
    padding-inline-start: 8px;
    margin-inline-start: -8px;
  }
  .strip {
    min-width: 0;
  }
  .strip .toks {
    font-size: var(--e-size-ui);
  }
  .strip.waiting .t {
    color: var(--e-muted);
    box-shadow: inset 0 0 0 1px var(--e-line);
  }
  .strip .t {
    cursor: pointer;
  }
  .why {
    font-size: var(--e-size-small);
    color: var(--e-warn);
    overflow-wrap: anywhere;
  }
  .mr .r {
    text-align: right;
    font-size: var(--e-size-small);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .mr .bad {
    color: var(--e-warn);
    font-weight: 600;
  }
  .fbar {
    position: relative;
    display: block;
    height: 16px;
    margin-right: 46px;
    font-size: var(--e-size-small);
    font-variant-numeric: tabular-nums;
  }
  .fbar:not(.none)::before {
    content: "";
    position: absolute;
    inset-inline: 0;
    top: 50%;
    border-top: 1px solid var(--e-line);
  }
  .fbar.none {
    color: var(--e-muted);
  }
  .fbar i {
    position: absolute;
    top: 4px;
    height: 8px;
    background: var(--e-ink-2);
    border-radius: 0 2px 2px 0;
    transition: width var(--e-move) var(--e-ease);
  }
  .fbar i.lo {
    background: var(--e-surface);
    box-shadow: inset 0 0 0 1.5px var(--e-muted);
  }
  .fbar u {
    position: absolute;
    inset-block: 0;
    border-left: 1.5px dashed var(--e-muted);
  }
  .fbar b {
    position: absolute;
    inset-block: 2px;
    border-left: 1px solid var(--e-line-strong);
  }
  .fbar em {
    position: absolute;
    right: -46px;
    top: -1px;
    width: 40px;
    font-style: normal;
    text-align: right;
  }
  @container (max-width: 740px) {
    .mr {
      grid-template-columns: minmax(0, 1fr) max-content;
      gap: 6px 12px;
      padding: 10px 0;
    }
    .mr.mh {
      display: none;
    }
    .mr .strip,
    .mr .why {
      grid-column: 1 / -1;
      order: 3;
    }
    .mr .fbar {
      grid-column: 1 / -1;
      order: 4;
    }
    .mr .r:not(:empty)::before {
      content: "delta ";
      color: var(--e-muted);
      font-weight: 400;
    }
  }
`;
