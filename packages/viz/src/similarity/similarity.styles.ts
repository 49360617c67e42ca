import {css} from "lit";
import type {CSSResult} from "lit";

/** The names of the two axes; the grid itself is every grid's. */
export const similarityStyles: CSSResult = css`
  .axis {
    font-size: var(--e-size-micro);
    color: var(--e-muted);
    margin-bottom: 4px;
  }
  .axis.end {
    margin: 2px 0 0;
  }
  .similarity .c {
    font-size: var(--e-size-micro);
  }
`;
