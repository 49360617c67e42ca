import {css} from "lit";
import type {CSSResult} from "lit";

export const exerciseStyles: CSSResult = css`
  :host {
    display: block;
    box-sizing: border-box;
    max-width: 46rem;
    margin: 16px 0;
    padding: 14px 18px;
    border: 1px solid var(--e-line-strong);
    border-radius: var(--e-radius-view);
    background: var(--e-surface);
    color: var(--e-ink);
  }
  :host([hidden]) {
    display: none;
  }
  .heading {
    margin: 0 0 6px;
    font: 600 var(--e-size-ui) / 1.5 var(--e-sans);
    color: var(--e-accent);
  }
  .question {
    margin: 0 0 10px;
  }
  ::slotted(.task-list) {
    list-style: none;
    padding-left: 24px;
  }
  .answer {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: end;
    margin: 8px 0 0;
    font: var(--e-size-body) / 1.5 var(--e-sans);
  }
  label {
    display: grid;
    gap: 2px;
    font-size: var(--e-size-ui);
    color: var(--e-muted);
  }
  input {
    box-sizing: border-box;
    width: 16em;
    max-width: 100%;
    min-height: 34px;
    padding: 4px 10px;
    border: 1px solid var(--e-line-strong);
    border-radius: var(--e-radius);
    background: var(--e-page);
    color: var(--e-ink);
    font: var(--e-size-body) / 1.5 var(--e-sans);
  }
  .number input {
    width: 9em;
  }
  button {
    min-height: 34px;
    padding: 4px 14px;
    border: 1px solid var(--e-line-strong);
    border-radius: var(--e-radius);
    background: var(--e-surface);
    color: var(--e-ink);
    font: var(--e-size-body) / 1.5 var(--e-sans);
    cursor: pointer;
  }
  .check {
    border-color: var(--e-accent);
    background: var(--e-accent);
    color: var(--e-on-accent);
  }
  :is(button, input):focus-visible {
    outline: 2px solid var(--e-accent);
    outline-offset: 1px;
  }
  .result {
    margin: 10px 0 0;
    font: var(--e-size-body) / 1.5 var(--e-sans);
    overflow-wrap: anywhere;
  }
  .result:empty {
    margin: 0;
  }
  .right,
  .wrong {
    font-weight: 600;
  }
  .right {
    color: var(--e-accent);
  }
  .wrong,
  .failed {
    color: var(--e-danger);
  }
  .more ::slotted(*) {
    margin-top: 10px !important;
  }
  @media (pointer: coarse) {
    button,
    input {
      min-height: 44px;
    }
  }
  @media print {
    .answer button {
      display: none;
    }
    :host {
      break-inside: avoid;
    }
  }
`;
