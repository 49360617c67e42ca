import {css} from "lit";
import type {CSSResult} from "lit";

export const activationsStyles: CSSResult = css`
  .activations .rh.token {
    font-size: var(--e-size-micro);
    color: var(--e-muted);
  }
  .activations .rh.sel {
    color: var(--e-accent);
  }
  .activations .c {
    border-radius: 1px;
  }
  .activations .c.z:not(.linked) {
    box-shadow: none;
  }
  .activations .ch {
    align-self: start;
    padding: 6px 2px 0;
  }
  .activations .ch.upright {
    /* Turned by half: what ends above is at the grid. */
    padding: 0 0 6px;
  }
  .below > .heads > .ch {
    top: 4px;
    bottom: auto;
  }
  @media (pointer: fine) {
    .activations .c {
      min-height: 17px;
    }
  }
  .groups {
    list-style: none;
    margin: 12px 0 0;
    padding: 0;
    display: flex;
    flex-wrap: wrap;
    gap: 4px 24px;
    font-size: var(--e-size-small);
    color: var(--e-ink-2);
    line-height: 1.7;
  }
  .groups b {
    color: var(--e-ink);
    margin-inline-end: 4px;
  }
`;
