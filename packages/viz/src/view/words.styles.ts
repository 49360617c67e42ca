import {css} from "lit";
import type {CSSResult} from "lit";

/** Lists of tokens below a picture. */
export const wordsStyles: CSSResult = css`
  .words {
    margin: 14px 0 0;
    display: grid;
    gap: 5px;
    font-size: var(--e-size-small);
  }
  .words > div {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 4px 12px;
  }
  .words dt {
    color: var(--e-muted);
  }
  .words dd {
    margin: 0;
    white-space: nowrap;
    font-variant-numeric: tabular-nums;
  }
  .words dd span:last-child {
    color: var(--e-muted);
  }
`;
