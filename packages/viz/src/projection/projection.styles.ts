import {css} from "lit";
import type {CSSResult} from "lit";

/** Points as a few paths; only what is pointed at, focused or pinned is an element. */
export const projectionStyles: CSSResult = css`
  .map .axis {
    stroke: var(--e-line-strong);
  }
  .map .points {
    fill: var(--c);
  }
  .map .name {
    fill: var(--e-ink-2);
    font-family: var(--e-mono);
    white-space: pre;
  }
  .map .group {
    fill: var(--e-ink);
    font-weight: 600;
    font-size: var(--e-size-small);
  }
  .spot {
    fill: var(--c);
    cursor: pointer;
  }
  .spot .hit {
    fill: transparent;
  }
  .spot .said {
    display: none;
    fill: var(--e-ink);
    stroke: var(--e-surface);
    stroke-width: 4;
    paint-order: stroke;
    font-family: var(--e-mono);
    font-weight: 600;
    white-space: pre;
    pointer-events: none;
  }
  .spot.shown .said,
  .spot:focus-visible .said {
    display: initial;
  }
  .spot:focus-visible {
    outline: none;
  }
  .spot:focus-visible .hit,
  .spot:hover .hit,
  .spot.linked .hit,
  .spot.cur .hit {
    stroke: var(--e-accent);
    stroke-width: 2;
  }
  .key-group {
    display: inline-flex;
    align-items: center;
    gap: 5px;
    color: var(--e-ink-2);
  }
  .key-group svg {
    fill: var(--c);
    flex: none;
  }
  @media (forced-colors: active) {
    .map .points,
    .spot {
      forced-color-adjust: none;
    }
  }
`;
