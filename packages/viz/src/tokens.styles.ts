import {css, unsafeCSS} from "lit";
import type {CSSResult} from "lit";
import {tokens} from "./tokens.ts";

// A page that sets html{font-size:62.5%} must not shrink us, a reader's larger font must still enlarge us.
const floor = (value: string): string => {
  const rem = /^([\d.]+)rem$/.exec(value);
  return rem ? `max(${Number(rem[1]) * 16}px, ${value})` : value;
};

const names = Object.keys(tokens);

/**
 * The tokens for shadow roots, under the private names `--e-NAME`. A property set on `:host` would hide what a page
 * lets us inherit, so each private name asks for the page's `--ecco-NAME` first.
 */
export const tokenStyles: CSSResult = css`
  :host {
    ${unsafeCSS(names.map((name) => `--e-${name}: var(--ecco-${name}, ${floor(tokens[name]!)});`).join("\n"))}
  }
  @media (prefers-reduced-motion: reduce) {
    :host {
      --e-fast: 0ms;
      --e-move: 0ms;
    }
  }
`;

/** Returns the tokens as a style sheet for whole pages (editor, article): `:root{--ecco-ink: …}`. */
export function tokenSheet(): string {
  const lines = names.map((name) => `  --ecco-${name}: ${tokens[name]!};`);
  return `:root {\n  color-scheme: light dark;\n${lines.join("\n")}\n}\n`;
}

const scale = (letter: string, token: string, steps: number): string =>
  Array.from(
    {length: steps},
    (_, i) =>
      `.${letter}${i + 1}{background:var(--e-${token}${i + 1});color:var(--e-on-${token}${i + 1})}`
  ).join("");

/** The fills as classes: s1–s9 sequential, p1–p5 raises, n1–n5 lowers, r1–r6 rank; each with its text colour. */
export const scaleStyles: CSSResult = css`
  ${unsafeCSS(scale("s", "seq-", 9) + scale("p", "div-", 5) + scale("n", "div--", 5) + scale("r", "rank-", 6))}
`;
