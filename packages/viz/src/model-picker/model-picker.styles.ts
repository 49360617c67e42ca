import {css} from "lit";
import type {CSSResult} from "lit";

export const modelPickerStyles: CSSResult = css`
  [hidden] {
    display: none !important;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 10px;
    min-width: 0;
  }
  .label {
    font-size: var(--e-size-ui);
    font-weight: 500;
  }
  .current,
  .entry {
    display: flex;
    align-items: baseline;
    gap: 8px;
    min-width: 0;
    padding: 5px 10px;
    border: 1px solid transparent;
    border-radius: var(--e-radius);
    background: none;
    text-align: start;
    cursor: pointer;
  }
  .current {
    border-color: var(--e-line-strong);
    background: var(--e-surface);
  }
  .current::after {
    content: "▾";
    color: var(--e-muted);
  }
  .current[aria-expanded="true"]::after {
    content: "▴";
  }
  .name {
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .detail,
  .hint {
    font-size: var(--e-size-small);
    color: var(--e-muted);
    font-variant-numeric: tabular-nums;
  }
  .panel {
    margin-top: 10px;
    border: 1px solid var(--e-line);
    border-radius: var(--e-radius);
    background: var(--e-surface);
    overflow: hidden;
  }
  .panel.over {
    outline: 2px dashed var(--e-accent);
    outline-offset: -2px;
  }
  .panel > * + * {
    border-top: 1px solid var(--e-line);
  }
  .list {
    padding: 4px;
    max-height: 260px;
    overflow: auto;
  }
  .list li {
    display: flex;
    align-items: center;
  }
  .entry {
    flex: 1;
    flex-wrap: wrap;
    gap: 0 8px;
  }
  .entry:hover {
    background: var(--e-sunken);
  }
  .entry[aria-pressed="true"] {
    background: var(--e-accent-soft);
  }
  form,
  .drop {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: center;
    padding: 10px 12px;
  }
  input {
    flex: 1 1 200px;
    min-width: 0;
    padding: 5px 9px;
    border: 1px solid var(--e-line-strong);
    border-radius: var(--e-radius);
    background: var(--e-surface);
    color: var(--e-ink);
    font: inherit;
    font-size: var(--e-size-ui);
  }
  .drop {
    background: var(--e-sunken);
    font-size: var(--e-size-ui);
  }
  .drop p {
    flex: 1 1 220px;
  }
  .btn {
    padding: 4px 11px;
    border: 1px solid var(--e-line-strong);
    border-radius: var(--e-radius);
    background: var(--e-surface);
    color: var(--e-ink);
    font-size: var(--e-size-ui);
    cursor: pointer;
  }
  .btn:hover {
    border-color: var(--e-muted);
  }
  .btn.main {
    border-color: var(--e-accent);
    background: var(--e-accent);
    color: var(--e-on-accent);
  }
  .remove {
    border: 0;
    background: none;
    padding: 4px 8px;
    color: var(--e-muted);
    cursor: pointer;
  }
  .remove:hover {
    color: var(--e-danger);
  }
  .ask,
  .getting {
    margin-top: 10px;
    padding: 10px 12px;
    border: 1px solid var(--e-line);
    border-radius: var(--e-radius);
    background: var(--e-surface);
    font-size: var(--e-size-ui);
  }
  .ask b,
  .getting b {
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .ask form {
    padding: 8px 0 0;
  }
  .progress {
    height: 3px;
    margin-top: 8px;
    border-radius: 2px;
    background: var(--e-line);
    overflow: hidden;
  }
  .progress i {
    display: block;
    height: 100%;
    background: var(--e-accent);
  }
  .message {
    margin-top: 8px;
    font-size: var(--e-size-ui);
    color: var(--e-danger);
    overflow-wrap: anywhere;
  }
  @media (pointer: coarse) {
    .btn,
    .entry,
    .current,
    .remove,
    input {
      min-height: 44px;
    }
    input {
      font-size: 16px;
    }
  }
`;
