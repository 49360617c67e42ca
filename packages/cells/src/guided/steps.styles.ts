import {css} from "lit";
import type {CSSResult} from "lit";

export const stepsStyles: CSSResult = css`
  :host {
    display: block;
  }
  :host([hidden]) {
    display: none;
  }
  .aside {
    position: sticky;
    top: 0;
    z-index: 1;
    display: flex;
    flex-direction: column;
    max-height: 48vh;
    background: var(--e-page);
    border-bottom: 1px solid var(--e-line-strong);
  }
  .view {
    flex: 0 1 auto;
    min-height: 0;
    overflow: auto;
  }
  ::slotted(*) {
    min-width: 0;
  }
  .bar {
    display: flex;
    gap: 4px;
    align-items: center;
    padding: 6px 2px;
    font: var(--e-size-ui) / 1.5 var(--e-sans);
    color: var(--e-muted);
  }
  .bar span {
    min-width: 6.5em;
    text-align: center;
    font-variant-numeric: tabular-nums;
  }
  button {
    min-width: 32px;
    min-height: 28px;
    padding: 2px 10px;
    border: 1px solid var(--e-line-strong);
    border-radius: var(--e-radius);
    background: var(--e-surface);
    color: var(--e-ink);
    font: inherit;
    cursor: pointer;
  }
  button[aria-disabled="true"] {
    border-color: var(--e-line);
    color: var(--e-faint);
    cursor: default;
  }
  button:focus-visible {
    outline: 2px solid var(--e-accent);
    outline-offset: 1px;
  }
  .text ::slotted(ecco-step) {
    box-sizing: border-box;
    margin: 0 0 32vh;
    padding: 4px 0 4px 14px;
    border-left: 3px solid var(--e-line);
    scroll-margin: 52vh 0 24px;
  }
  .text ::slotted(ecco-step[aria-current]) {
    border-left-color: var(--e-accent);
  }
  .text {
    padding-top: 16px;
  }
  .text ::slotted(ecco-step:last-of-type) {
    margin-bottom: 20vh;
  }
  .wide {
    display: grid;
    grid-template-columns: minmax(0, 5fr) minmax(0, 8fr);
    gap: 0 28px;
    align-items: start;
  }
  .wide .aside {
    grid-column: 2;
    grid-row: 1;
    top: 12px;
    max-height: calc(100vh - 24px);
    border-bottom: 0;
  }
  .wide .text {
    grid-column: 1;
    grid-row: 1;
    padding-top: 0;
  }
  .wide .text ::slotted(ecco-step) {
    margin-bottom: 40vh;
    scroll-margin: 24vh 0 24px;
  }
  .wide .text ::slotted(ecco-step:last-of-type) {
    margin-bottom: 40vh;
  }
  .paged .aside {
    position: static;
    max-height: none;
  }
  .paged .text ::slotted(ecco-step:is(ecco-step, :last-of-type)) {
    margin-bottom: 8px;
  }
  .paged .text ::slotted(ecco-step:not([aria-current])) {
    display: none;
  }
  .hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (pointer: coarse) {
    button {
      min-width: 44px;
      min-height: 44px;
    }
  }
  @media (forced-colors: active) {
    .text ::slotted(ecco-step) {
      border-left-color: Canvas;
    }
    .text ::slotted(ecco-step[aria-current]) {
      border-left-color: Highlight;
    }
  }
  @media print {
    .steps {
      display: block;
    }
    .aside {
      position: static;
      max-height: none;
      border: 0;
    }
    .view {
      overflow: visible;
    }
    /* The steps have pictures of their own. */
    .pictured .aside,
    .bar {
      display: none;
    }
    .text ::slotted(ecco-step:is(ecco-step, [aria-current], :not([aria-current]))) {
      display: list-item;
      list-style: decimal inside;
      margin: 0 0 16px;
      padding: 0;
      border: 0;
    }
  }
`;
