import {css} from "lit";
import type {CSSResult} from "lit";

export const promptStyles: CSSResult = css`
  .grow {
    display: grid;
  }
  .grow::after,
  .grow textarea {
    grid-area: 1 / 1;
    width: 100%;
    min-width: 0;
    padding: 9px 12px;
    border: 1px solid var(--e-line-strong);
    border-radius: var(--e-radius);
    font: var(--e-size-token) / 1.5 var(--e-mono);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .grow::after {
    content: attr(data-value) " ";
    visibility: hidden;
  }
  .grow textarea {
    margin: 0;
    resize: none;
    overflow: hidden;
    background: var(--e-surface);
    color: var(--e-ink);
  }
  .grow textarea::placeholder {
    color: var(--e-muted);
    opacity: 1;
  }
  .grow textarea:focus-visible {
    outline: 2px solid var(--e-accent);
    outline-offset: -1px;
    border-color: transparent;
  }
  .over textarea,
  .error .grow textarea {
    text-decoration: underline wavy var(--e-danger) 1px;
    text-underline-offset: 4px;
  }
  .turns {
    display: grid;
    gap: 8px;
  }
  .turn {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: 0 4px;
    align-items: center;
    min-width: 0;
  }
  .turn .pick {
    justify-self: start;
    font-size: var(--e-size-small);
  }
  .turn .grow {
    grid-column: 1 / -1;
    grid-row: 2;
    min-width: 0;
  }
  .turn.assistant .grow textarea {
    background: var(--e-sunken);
  }
  @container (min-width: 560px) {
    .turn {
      grid-template-columns: 104px minmax(0, 1fr) 28px;
      align-items: start;
    }
    .turn .pick {
      margin-top: 8px;
      justify-self: end;
    }
    .turn .grow {
      grid-column: 2;
      grid-row: 1;
    }
    .turn .remove {
      grid-column: 3;
      margin-top: 6px;
    }
  }
  .remove {
    min-width: 28px;
    min-height: 28px;
    padding: 0;
    border: 0;
    border-radius: var(--e-radius);
    background: none;
    color: var(--e-muted);
    cursor: pointer;
  }
  .remove:hover {
    background: var(--e-sunken);
    color: var(--e-ink);
  }
  .more {
    display: flex;
    flex-wrap: wrap;
    gap: 6px 14px;
    align-items: center;
    margin-top: 8px;
  }
  .more .begun {
    display: inline-flex;
    gap: 6px;
    align-items: center;
    margin: 0;
    font-size: var(--e-size-small);
    font-weight: 400;
    color: var(--e-ink-2);
  }
  .begun input {
    margin: 0;
    accent-color: var(--e-accent);
  }
  .under {
    display: flex;
    flex-wrap: wrap;
    gap: 6px 12px;
    align-items: center;
    margin-top: 8px;
    font-size: var(--e-size-small);
    color: var(--e-muted);
  }
  .count {
    margin-left: auto;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .count.bad {
    color: var(--e-danger);
    font-weight: 600;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    min-width: 0;
  }
  .chip {
    max-width: 100%;
    padding: 2px 9px;
    border: 1px solid var(--e-line);
    border-radius: 99px;
    background: none;
    color: var(--e-ink-2);
    font: var(--e-size-small) / 1.6 var(--e-sans);
    text-align: start;
    cursor: pointer;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .chip:hover {
    border-color: var(--e-muted);
    color: var(--e-ink);
  }
  .strip {
    margin-top: 12px;
  }
  .said {
    margin-top: 6px;
    font-size: var(--e-size-small);
    color: var(--e-danger);
  }
  .said:empty {
    display: none;
  }
  label,
  .name {
    display: block;
    margin-bottom: 6px;
    font-size: var(--e-size-ui);
    font-weight: 500;
  }
  @media (pointer: coarse) {
    .chip,
    .remove,
    .turn select,
    .begun {
      min-height: 44px;
    }
    .remove {
      min-width: 44px;
    }
    .grow textarea,
    .grow::after {
      font-size: 16px;
    }
  }
`;
