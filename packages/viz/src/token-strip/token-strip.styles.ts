import {css} from "lit";
import type {CSSResult} from "lit";

/** In a strip every token can be pinned, not only the produced ones. */
export const tokenStripStyles: CSSResult = css`
  .t {
    cursor: pointer;
  }
  .t:hover {
    background: var(--e-sunken);
  }
`;
