import {css} from "lit";
import type {CSSResult} from "lit";

/** The menu behind `⋯`: it floats, so it has a shadow. */
export const menuStyles: CSSResult = css`
  .more {
    min-width: 28px;
    height: max(26px, 2em);
    padding: 0 6px;
    border: 0;
    border-radius: var(--e-radius);
    background: none;
    color: var(--e-ink-2);
    line-height: 1;
    cursor: pointer;
  }
  .more:hover,
  .more[aria-expanded="true"] {
    background: var(--e-sunken);
  }
  .menu {
    position: fixed;
    inset: auto;
    margin: 0;
    width: max-content;
    max-width: min(320px, calc(100vw - 16px));
    padding: 4px;
    background: var(--e-raised);
    border: 1px solid var(--e-line-strong);
    border-radius: 8px;
    box-shadow: var(--e-shadow);
    font: var(--e-size-ui) / 1.4 var(--e-sans);
    color: var(--e-ink);
  }
  .menu button {
    display: block;
    width: 100%;
    padding: 5px 10px;
    border: 0;
    border-radius: var(--e-radius);
    background: none;
    text-align: start;
    cursor: pointer;
    overflow-wrap: anywhere;
  }
  .menu button:hover,
  .menu button:focus-visible {
    outline-offset: -2px;
    background: var(--e-sunken);
  }
  .menu .apart {
    position: relative;
    margin-top: 9px;
  }
  .menu .apart::before {
    content: "";
    position: absolute;
    inset: -5px 6px auto;
    border-top: 1px solid var(--e-line);
  }
  @media (pointer: coarse) {
    .more,
    .menu button {
      min-width: 44px;
      min-height: 44px;
    }
  }
`;
