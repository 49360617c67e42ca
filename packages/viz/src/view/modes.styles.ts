import {css} from "lit";
import type {CSSResult} from "lit";

/** How a view looks to those who see it otherwise: forced colours, paper, fingers. */
export const modesStyles: CSSResult = css`
  @media (forced-colors: active) {
    /* The reader's palette decides between light and dark, not the page. */
    .view {
      color-scheme: light dark;
    }
    .t.filled,
    .c:not(.z, .unknown),
    .bar,
    .ramp i:not(.z),
    .progress i {
      forced-color-adjust: none;
    }
    .progress i,
    .seg button[aria-pressed="true"] {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
    /* Shadows are not drawn here: what they said is said by borders and lines. */
    .c.z,
    .ramp,
    .skel {
      outline: 1px solid GrayText;
      outline-offset: -1px;
    }
    .t.out {
      text-decoration: underline 2px;
      text-underline-offset: 4px;
    }
    .t.sel,
    .linked,
    .cur,
    .mark.over,
    :focus-visible {
      outline: 2px solid Highlight;
    }
    .badge i {
      border: 1px solid;
    }
    .badge.live i {
      forced-color-adjust: none;
      background: Highlight;
    }
  }
  @media (pointer: coarse) {
    .btn {
      position: relative;
    }
    .btn::after {
      content: "";
      position: absolute;
      inset: -10px -2px;
    }
  }
  @media print {
    .view {
      color-scheme: light;
      border-color: var(--e-line-strong);
      break-inside: avoid;
    }
    .controls,
    .btn,
    .link,
    .tip,
    .progress,
    .mark.over {
      display: none;
    }
    .t,
    .c,
    .bar,
    .ramp i,
    canvas {
      print-color-adjust: exact;
      -webkit-print-color-adjust: exact;
    }
    /* Paper does not scroll, and is laid out whole. */
    .scroll {
      overflow: hidden;
    }
    .chunk {
      content-visibility: visible;
    }
    .stale .picture,
    .error .picture {
      filter: none;
    }
  }
`;
