import {css} from "lit";
import type {CSSResult} from "lit";

/** Two strips side by side; one above the other where there is no room. */
export const compareStyles: CSSResult = css`
  .sides {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: 14px 32px;
  }
  .side-head {
    display: flex;
    align-items: baseline;
    justify-content: space-between;
    gap: 12px;
    padding-bottom: 6px;
    margin-bottom: 10px;
    border-bottom: 1px solid var(--e-line);
    font-size: var(--e-size-ui);
  }
  .who {
    color: var(--e-muted);
  }
  .num {
    font-variant-numeric: tabular-nums;
  }
  .mono {
    font-family: var(--e-mono);
    font-size: 0.92em;
  }
  .t.diff {
    box-shadow:
      0 0 0 1px var(--e-surface),
      0 0 0 2.5px var(--e-ink);
    z-index: 1;
  }
  .t.diff.sel {
    box-shadow:
      0 0 0 1px var(--e-surface),
      0 0 0 2.5px var(--e-ink),
      inset 0 -3px 0 var(--e-accent);
  }
  .finding {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 24px;
    margin: 14px 0 0;
    font-size: var(--e-size-ui);
  }
  @container (max-width: 620px) {
    .sides {
      grid-template-columns: minmax(0, 1fr);
    }
  }
  @media (forced-colors: active) {
    .t.diff {
      outline: 1px solid CanvasText;
    }
  }
`;
