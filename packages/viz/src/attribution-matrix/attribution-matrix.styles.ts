import {css} from "lit";
import type {CSSResult} from "lit";

/** What a token could not see has no mark. */
export const attributionMatrixStyles: CSSResult = css`
  .attribution .c {
    font-size: var(--e-size-micro);
  }
`;
