import {css} from "lit";
import type {CSSResult} from "lit";

/** Names of rows are whole texts, and those of a pinned pair stand below in full. */
export const sentencesStyles: CSSResult = css`
  .sentences .rh {
    justify-content: flex-start;
    color: var(--e-ink-2);
    font-size: var(--e-size-small);
  }
  .sentences .c {
    font-size: var(--e-size-micro);
  }
  .pair {
    margin: 14px 0 0;
    display: grid;
    gap: 5px;
    font-size: var(--e-size-ui);
  }
  .pair > div {
    display: flex;
    gap: 10px;
  }
  .pair dt {
    color: var(--e-muted);
    font-variant-numeric: tabular-nums;
  }
  .pair dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
`;
