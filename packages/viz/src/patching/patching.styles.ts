import {css} from "lit";
import type {CSSResult} from "lit";

export const patchingStyles: CSSResult = css`
  .patch .c {
    min-height: 24px;
    font-size: var(--e-size-micro);
  }
  .pair-names {
    display: grid;
    grid-template-columns: 52px 1fr 1fr;
    margin-bottom: 6px;
    font-size: var(--e-size-micro);
    color: var(--e-muted);
    text-align: center;
  }
  .pair-names :first-child {
    grid-column: 2;
  }
  @container (max-width: 420px) {
    .patch .c {
      font-size: 10px;
    }
  }
  @media (pointer: coarse) {
    .patch .c {
      min-height: 36px;
    }
  }
`;
