/**
 * What says how wide a view would like to be. Its section measures itself (`container-type`), so for a parent that is
 * as wide as what it holds the section has no width at all. Beside it stands a row of no height that may break: on one
 * line it is as wide as a view that has all the room, and each piece is as wide as the narrowest that can be read.
 */
import {css} from "lit";
import type {CSSResult} from "lit";

/** How many pieces there are, and the width of each in px: 200 at least, 600 where there is room. */
const pieces = 3;
const narrowest = 200;

/** Returns the row, to be put into a shadow root behind the section. */
export function sizer(): HTMLElement {
  const row = document.createElement("div");
  row.className = "sizer";
  row.append(...Array.from({length: pieces}, () => document.createElement("i")));
  return row;
}

export const sizerStyles: CSSResult = css`
  :host {
    /* An item of a row gives way to its neighbours no further than this. */
    min-width: min(${narrowest}px, 100%);
  }
  .sizer {
    all: initial;
    display: flex;
    flex-wrap: wrap;
    height: 0;
    overflow: hidden;
    visibility: hidden;
  }
  .sizer i {
    flex: none;
    width: ${narrowest}px;
  }
`;
