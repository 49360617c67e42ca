import {css} from "lit";
import type {CSSResult} from "lit";

/** The name of the rows; the grid itself is every grid's. */
export const similarityStyles: CSSResult = css`
  .rows-axis {
    font-size: var(--e-size-micro);
    color: var(--e-muted);
    margin-bottom: 4px;
  }
  .similarity .c {
    font-size: var(--e-size-micro);
  }
`;
