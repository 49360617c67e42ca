import {css} from "lit";
import type {CSSResult} from "lit";
import {sizerStyles} from "./sizer.ts";

/**
 * The frame of a view. `all: initial` on the inner section stops what a page's style sheet would hand down; all but the
 * direction, which the section states itself: its words and figures run from left to right in every page.
 */
export const viewStyles: CSSResult = css`
  ${sizerStyles}
  :host {
    display: block;
    /* As a figure: views that follow each other do not touch. A page's own rule takes its place. */
    margin-block: 12px;
  }
  :host([hidden]) {
    display: none;
  }
  .view {
    all: initial;
    color-scheme: inherit;
    display: block;
    box-sizing: border-box;
    position: relative;
    min-width: 0;
    padding: 16px 20px 12px;
    container-type: inline-size;
    background: var(--e-surface);
    border: 1px solid var(--e-line);
    border-radius: var(--e-radius-view);
    color: var(--e-ink);
    font: var(--e-size-body) / 1.5 var(--e-sans);
    -webkit-font-smoothing: antialiased;
    text-size-adjust: 100%;
    break-inside: avoid;
  }
  :host([flat]) .view {
    background: none;
    border: 0;
    padding: 0;
    border-radius: 0;
  }
  .view.stale {
    border: 1px dashed var(--e-warn);
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  p,
  dl,
  dd,
  ol,
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  button,
  select,
  textarea {
    font: inherit;
    color: inherit;
  }
  .hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  :focus-visible {
    outline: 2px solid var(--e-accent);
    outline-offset: 2px;
    border-radius: var(--e-radius);
  }

  header {
    display: flex;
    align-items: baseline;
    gap: 4px 12px;
    flex-wrap: wrap;
    margin-bottom: 14px;
  }
  .title {
    font-weight: 600;
    letter-spacing: -0.003em;
  }
  .sub {
    font-size: var(--e-size-ui);
    color: var(--e-muted);
    flex: 1 1 200px;
    min-width: 0;
  }
  .ranks,
  .ranks > span {
    display: flex;
    flex-wrap: wrap;
    gap: 0 6px;
  }
  .ranks {
    column-gap: 16px;
    font-size: var(--e-size-small);
    font-variant-numeric: tabular-nums;
  }
  .likelier {
    color: var(--e-warn);
    font-weight: 600;
  }
  .controls {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 6px;
    align-items: center;
    margin: -3px -6px -3px auto;
    font-size: var(--e-size-ui);
  }
  .pick {
    position: relative;
    display: inline-flex;
  }
  .pick select {
    appearance: none;
    /* Grows with a reader's larger type. */
    height: max(26px, 2em);
    padding: 0 22px 0 8px;
    border: 0;
    border-radius: var(--e-radius);
    background: none;
    color: var(--e-ink-2);
    cursor: pointer;
    max-width: 100%;
    /* As wide as what is chosen, where browsers can. */
    field-sizing: content;
  }
  .pick select option {
    background: var(--e-raised);
    color: var(--e-ink);
  }
  .pick:hover {
    background: var(--e-sunken);
    border-radius: var(--e-radius);
  }
  .pick::after {
    content: "";
    position: absolute;
    right: 9px;
    top: calc(50% - 5px);
    width: 5px;
    height: 5px;
    border: solid var(--e-muted);
    border-width: 0 1.5px 1.5px 0;
    rotate: 45deg;
    pointer-events: none;
  }
  .only {
    padding: 0 8px;
    color: var(--e-ink-2);
    white-space: nowrap;
  }
  .seg {
    display: inline-flex;
    border-radius: var(--e-radius);
    background: var(--e-sunken);
    padding: 2px;
    font-size: var(--e-size-small);
  }
  .seg button {
    padding: 2px 9px;
    border: 0;
    border-radius: 4px;
    background: none;
    color: var(--e-muted);
    cursor: pointer;
    white-space: nowrap;
  }
  .seg button[aria-pressed="true"] {
    background: var(--e-raised);
    color: var(--e-ink);
    box-shadow: 0 0 0 1px var(--e-line);
    font-weight: 500;
  }
  .btn {
    display: inline-flex;
    align-items: center;
    height: max(24px, 2em);
    padding: 0 8px;
    border: 1px solid var(--e-line-strong);
    border-radius: var(--e-radius);
    background: var(--e-surface);
    color: var(--e-ink);
    font: 500 var(--e-size-small) / 1 var(--e-sans);
    cursor: pointer;
    white-space: nowrap;
  }
  .btn:hover {
    border-color: var(--e-muted);
  }
  .link {
    color: var(--e-muted);
    text-decoration: underline;
    text-decoration-color: var(--e-line-strong);
    text-underline-offset: 3px;
    background: none;
    border: 0;
    padding: 0;
    cursor: pointer;
    font-size: inherit;
  }
  .controls .link {
    margin: 0 6px;
  }
  .link:hover,
  .link[aria-pressed="true"] {
    color: var(--e-accent);
  }

  .body {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    min-width: 0;
  }
  .picture,
  .errbox {
    grid-area: 1 / 1;
    min-width: 0;
  }
  .rapid * {
    transition: none !important;
  }
  .stale .picture,
  .error .picture {
    filter: saturate(0.4);
  }
  .invite {
    color: var(--e-muted);
    font-size: var(--e-size-ui);
  }
  .blank {
    height: 27px;
    border-radius: 3px;
    background: var(--e-sunken);
    max-width: 420px;
  }
  .errbox {
    align-self: start;
    position: relative;
    z-index: 3;
    border-left: 3px solid var(--e-danger);
    background: var(--e-danger-soft);
    border-radius: 0 6px 6px 0;
    padding: 10px 14px;
    font-size: var(--e-size-ui);
    line-height: 1.55;
    overflow-wrap: anywhere;
  }
  .errbox .what {
    font-weight: 600;
    color: var(--e-danger);
  }

  footer {
    position: relative;
    display: flex;
    flex-wrap: wrap;
    gap: 6px 18px;
    align-items: center;
    margin-top: 14px;
    padding-top: 10px;
    min-height: 35px;
    border-top: 1px solid var(--e-line);
    font-size: var(--e-size-small);
    color: var(--e-muted);
  }
  .view.empty footer {
    border-color: transparent;
  }
  .notice details,
  .notice summary {
    display: inline;
  }
  .notice summary {
    text-decoration: underline;
    text-underline-offset: 3px;
    cursor: pointer;
  }
  .notice summary::marker {
    content: "";
  }
  footer .end {
    margin-left: auto;
    display: flex;
    flex-wrap: wrap;
    gap: 4px 12px;
    align-items: center;
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 16px;
  }
  .facts > div {
    display: flex;
    gap: 5px;
  }
  .facts dd {
    color: var(--e-ink-2);
    font-variant-numeric: tabular-nums;
  }
  .facts .bad dd {
    color: var(--e-warn);
    font-weight: 600;
  }
  .status {
    color: var(--e-ink-2);
    font-variant-numeric: tabular-nums;
  }
  .status.warn {
    color: var(--e-warn);
  }
  .progress {
    position: absolute;
    inset: -2px 0 auto;
    height: 3px;
    border-radius: 2px;
    overflow: hidden;
    background: var(--e-line);
  }
  .progress i {
    display: block;
    height: 100%;
    background: var(--e-accent);
  }
  .badge {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    white-space: nowrap;
  }
  .badge i {
    width: 7px;
    height: 7px;
    border-radius: 50%;
  }
  .badge.live i {
    background: var(--e-accent);
  }
  .badge.recorded i {
    box-shadow: inset 0 0 0 1.5px var(--e-muted);
  }
  .legend {
    display: inline-flex;
    align-items: center;
    gap: 7px;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
    max-width: 100%;
  }
  .ramp {
    display: inline-flex;
    min-width: 0;
    height: 10px;
    border-radius: 2px;
    overflow: hidden;
    box-shadow: 0 0 0 1px var(--e-line);
  }
  .ramp i {
    width: 13px;
    min-width: 0;
    height: 10px;
  }
  .ramp i.z {
    background: var(--e-surface);
  }

  .tip {
    position: fixed;
    inset: auto;
    margin: 0;
    width: max-content;
    min-width: 160px;
    max-width: min(340px, calc(100vw - 16px));
    padding: 10px 12px;
    overflow: hidden;
    background: var(--e-raised);
    border: 1px solid var(--e-line-strong);
    border-radius: 8px;
    box-shadow: var(--e-shadow);
    font: var(--e-size-small) / 1.45 var(--e-sans);
    color: var(--e-ink);
  }
  .tip .where {
    color: var(--e-muted);
    margin-bottom: 4px;
  }
  .tip table {
    border-collapse: collapse;
    width: 100%;
    font-variant-numeric: tabular-nums;
  }
  .tip td {
    padding: 1px 0;
  }
  .tip td:first-child {
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .tip td + td {
    padding-left: 14px;
    text-align: right;
    white-space: nowrap;
  }
  .tip td.long {
    white-space: normal;
    text-align: left;
  }

  .scroll {
    overflow-x: auto;
    scrollbar-width: thin;
  }
  .pages {
    display: flex;
    align-items: center;
    gap: 8px;
    margin-bottom: 8px;
    font-size: var(--e-size-small);
    color: var(--e-muted);
    font-variant-numeric: tabular-nums;
  }
  .pages .btn[aria-disabled="true"] {
    color: var(--e-faint);
    cursor: default;
  }
  .as-read {
    margin-top: 12px;
    max-height: 320px;
    overflow: auto;
  }
  .twin {
    border-collapse: collapse;
    width: 100%;
    font-size: var(--e-size-small);
    font-variant-numeric: tabular-nums;
  }
  .twin caption {
    text-align: left;
    color: var(--e-muted);
    padding-bottom: 6px;
  }
  /* As wide as the view, not as the table, which may scroll. */
  .twin caption span {
    display: block;
    max-width: 100cqi;
  }
  .twin th,
  .twin td {
    padding: 3px 8px;
    text-align: right;
    border-bottom: 1px solid var(--e-line);
    white-space: nowrap;
  }
  .twin thead th {
    font-weight: 500;
    color: var(--e-muted);
    border-color: var(--e-line-strong);
  }
  .twin tbody th {
    font-weight: 400;
  }
  .twin th:first-child {
    text-align: left;
    padding-left: 0;
  }
  .twin .mono {
    font-family: var(--e-mono);
  }

  @container (max-width: 440px) {
    .sub {
      order: 3;
      flex-basis: 100%;
    }
    header {
      margin-bottom: 12px;
    }
  }
  /* As narrow as a column of a phone: what usually stands in one line breaks, and what cannot scrolls. */
  @container (max-width: 280px) {
    .controls,
    .pick,
    .seg,
    .end,
    .facts-box {
      max-width: 100%;
      min-width: 0;
    }
    .controls {
      margin-inline: -6px 0;
    }
    .seg,
    .legend,
    .facts > div {
      flex-wrap: wrap;
    }
    .btn,
    .legend,
    .only,
    .badge {
      white-space: normal;
    }
    .btn {
      height: auto;
      min-height: max(24px, 2em);
      padding-block: 3px;
      text-align: start;
    }
    .picture {
      overflow-x: auto;
      scrollbar-width: thin;
      margin: -4px;
      padding: 4px;
    }
  }
  @media (max-width: 480px) {
    .view {
      padding: 14px 14px 10px;
    }
  }
  @media (pointer: coarse) {
    .pick select {
      min-height: 44px;
    }
    .seg button {
      min-height: 32px;
    }
    /* The target grows, the word does not. */
    .link,
    .seg button {
      position: relative;
    }
    .link::after,
    .seg button::after {
      content: "";
      position: absolute;
      inset: -12px -6px;
    }
    .seg button::after {
      inset: -6px 0;
    }
  }
`;
