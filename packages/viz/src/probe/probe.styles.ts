import {css} from "lit";
import type {CSSResult} from "lit";

/** Lines of chance are thin and muted, intervals are faint areas. */
export const probeStyles: CSSResult = css`
  .chart .ln.control {
    stroke: var(--e-muted);
    stroke-width: 1.2;
    stroke-dasharray: 2 4;
  }
  .chart .ln.chance {
    stroke: var(--e-muted);
    stroke-width: 1.2;
    stroke-dasharray: 7 3;
  }
  .chart .band {
    opacity: 0.14;
  }
  .chart .tail.strong {
    fill: var(--e-ink);
    font-weight: 500;
    font-size: var(--e-size-small);
  }
  .key {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 14px;
    margin-top: 8px;
    font-size: var(--e-size-micro);
    color: var(--e-muted);
  }
  .key li {
    display: flex;
    align-items: center;
    gap: 6px;
  }
  .key .strong {
    color: var(--e-ink);
    font-weight: 500;
  }
`;
