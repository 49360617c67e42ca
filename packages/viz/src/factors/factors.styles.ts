import {css} from "lit";
import type {CSSResult} from "lit";

export const factorsStyles: CSSResult = css`
  .nmf {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 14px;
  }
  .nmf.beside {
    grid-template-columns: minmax(230px, 30%) minmax(0, 1fr);
    gap: 26px;
  }
  .factors {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: 2px;
    align-content: start;
  }
  .beside .factors {
    grid-template-columns: minmax(0, 1fr);
    /* Beside a long text the lines stay in sight. */
    position: sticky;
    top: 8px;
    align-self: start;
  }
  .factor {
    display: grid;
    grid-template-columns: 22px minmax(0, 1fr);
    gap: 2px 8px;
    align-items: center;
    padding: 3px 6px;
    border-radius: var(--e-radius);
    cursor: pointer;
  }
  .factor .line {
    order: 3;
    grid-column: 1 / -1;
  }
  .beside .factor {
    grid-template-columns: 22px minmax(0, 1fr) minmax(76px, 36%);
  }
  .beside .factor .line {
    order: 0;
    grid-column: auto;
  }
  .factor:hover {
    background: var(--e-sunken);
  }
  .fn {
    width: 100%;
    min-width: 0;
    padding: 2px 4px;
    border: 1px solid transparent;
    border-radius: var(--e-radius-token);
    background: none;
    color: var(--e-ink-2);
    font: var(--e-size-small) / 1.4 var(--e-sans);
    text-overflow: ellipsis;
  }
  .fn::placeholder {
    color: var(--e-muted);
    opacity: 1;
  }
  .fn:hover {
    border-color: var(--e-line-strong);
  }
  .fn:focus {
    outline: 2px solid var(--e-accent);
    outline-offset: 0;
    background: var(--e-surface);
    color: var(--e-ink);
  }
  .texts {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 8px;
    align-content: start;
  }
  .texts .toks {
    row-gap: 10px;
  }
  .texts > .toks + .caption {
    margin-top: 8px;
  }
  .parts {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 4px 12px;
    font-size: var(--e-size-small);
    font-variant-numeric: tabular-nums;
  }
  .part .fnum {
    padding: 0 4px;
  }
  @media (pointer: coarse) {
    .factor,
    .fn {
      min-height: 44px;
    }
  }
`;
