import {css} from "lit";
import type {CSSResult} from "lit";

export const scoreStyles: CSSResult = css`
  .t {
    cursor: pointer;
  }
  .t.unscored {
    color: var(--e-muted);
  }
  .legend.steps {
    flex-wrap: wrap;
    gap: 3px 9px;
    white-space: normal;
  }
  .step {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    white-space: nowrap;
  }
  .step i {
    width: 13px;
    height: 10px;
    border-radius: 2px;
    box-shadow: 0 0 0 1px var(--e-line);
  }
  .step i.z {
    background: var(--e-surface);
  }
`;
