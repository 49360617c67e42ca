import {css} from "lit";
import type {CSSResult} from "lit";

/** Tokens as text. The gap of a new word lies outside its fill; parts of a word touch with a seam of 1 px. */
export const tokenStyles: CSSResult = css`
  .toks {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    --row: 7px;
    row-gap: var(--row);
    font: var(--e-size-token) / 1.35 var(--e-mono);
  }
  /* A long text: what is far from the window is neither laid out nor painted. The padding keeps outlines inside. */
  .toks.long {
    display: block;
  }
  .chunk {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    row-gap: var(--row);
    content-visibility: auto;
    padding: 4px;
    margin: -4px -4px calc(var(--row) - 4px);
  }
  /* A word breaks between its tokens, and a token anywhere, only where the line is shorter than it. */
  .wd {
    display: inline-flex;
    flex-wrap: wrap;
    row-gap: 1px;
    max-width: 100%;
  }
  .wd.gap {
    margin-inline-end: 0.62ch;
  }
  .brk {
    flex-basis: 100%;
    height: 0;
    margin-top: calc(-1 * var(--row));
  }
  .t {
    position: relative;
    display: inline-block;
    padding: 3px 2px;
    border-radius: var(--e-radius-token);
    max-width: 100%;
    white-space: break-spaces;
    overflow-wrap: anywhere;
    unicode-bidi: isolate;
    cursor: default;
    transition:
      background-color var(--e-fast) linear,
      color var(--e-fast) linear;
  }
  .t.seam,
  .wd:not(.gap) + .wd > .t:first-child {
    margin-inline-start: 1px;
  }
  .t.pl {
    border-start-start-radius: 0;
    border-end-start-radius: 0;
  }
  .t.pr {
    border-start-end-radius: 0;
    border-end-end-radius: 0;
  }
  .t.seam::before {
    content: "";
    position: absolute;
    inset-block: 0;
    inset-inline-start: -1px;
    width: 1px;
    background: var(--e-line-strong);
  }
  .t.ws:not(.filled) {
    color: var(--e-muted);
  }
  .t.sp {
    font-size: max(11px, 0.78em);
    padding: 3px 6px;
    border: 1px solid var(--e-line-strong);
    border-radius: 99px;
    align-self: center;
    line-height: 1.1;
    margin: 0 2px;
  }
  .t.sp:not(.filled) {
    color: var(--e-muted);
  }
  .t.tpl:not(.filled) {
    color: var(--e-muted);
  }
  .who {
    align-self: center;
    margin-inline-end: 8px;
    padding-inline-end: 8px;
    border-inline-end: 2px solid var(--e-line-strong);
    font: 600 11px/1.3 var(--e-sans);
    color: var(--e-ink-2);
  }
  .t.hex {
    font-size: max(11px, 0.78em);
    padding: 4px;
    outline: 1px dotted var(--e-muted);
    outline-offset: -1px;
    align-self: center;
    line-height: 1.1;
  }
  .tog {
    align-self: center;
    margin-inline: 8px 0.62ch;
    font: var(--e-size-small) / 1 var(--e-sans);
    color: var(--e-muted);
  }
  .t.out {
    box-shadow: inset 0 -2px 0 var(--e-line-strong);
    cursor: pointer;
  }
  .t.out:hover {
    box-shadow: inset 0 -2px 0 var(--e-accent);
  }
  .t.sel {
    box-shadow: inset 0 -3px 0 var(--e-accent);
    font-weight: 700;
  }
  .t.linked {
    outline: 2px solid var(--e-accent);
    outline-offset: 1px;
    z-index: 1;
  }
  .t:focus-visible {
    outline: 2px solid var(--e-accent);
    outline-offset: 2px;
    z-index: 2;
  }
  .io {
    align-self: center;
    font: 500 11px/1 var(--e-sans);
    color: var(--e-muted);
    margin-inline: 14px 9px;
    padding-inline-start: 14px;
    border-inline-start: 1px solid var(--e-line-strong);
    height: 14px;
    display: inline-flex;
    align-items: center;
  }
  .tok {
    font-family: var(--e-mono);
    font-size: 0.92em;
    padding: 0.08em 0.3em;
    border-radius: 3px;
    background: var(--e-sunken);
    color: var(--e-ink);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .skel {
    background: var(--e-sunken);
    color: transparent;
  }
  @media (pointer: coarse) {
    .toks {
      --row: 4px;
    }
    .t:not(.sp, .hex) {
      padding-block: 10px;
    }
    .io {
      margin-block: 10px;
    }
  }
`;
