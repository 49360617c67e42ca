import {css} from "lit";
import type {CSSResult} from "lit";

export const directLogitsStyles: CSSResult = css`
  .below {
    margin-top: 20px;
  }
  .beside {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(300px, 100%), 1fr));
    gap: 20px 28px;
    align-items: start;
  }
`;
