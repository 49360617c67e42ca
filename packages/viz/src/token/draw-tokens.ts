import {html, nothing} from "lit";
import type {TemplateResult} from "lit";
import {repeat} from "lit/directives/repeat.js";
import type {Token} from "../data.ts";
import {spelledTogether} from "./bytes.ts";
import {isBytes, isSpace, spokenToken, tokenLabel, tokenText} from "./label.ts";
import type {Spaces} from "./label.ts";
import {wordRuns} from "./words.ts";
import type {Placed} from "./words.ts";

export interface TokensOptions {
  /** What was produced after the tokens; drawn behind the word "continues". */
  readonly produced?: readonly Token[];
  /** The class that fills each position (see bins.ts); "" is none. */
  readonly fills?: readonly string[];
  /** A small figure behind each position's text: the number of its factor; "" is none. */
  readonly marks?: readonly string[];
  /** The position of the first token, where a strip is one of several; defaults to 0. */
  readonly start?: number;
  /** The row its tokens stand in, where strips stand below each other; defaults to 0. */
  readonly row?: number;
  /** What is said of each position behind its text. */
  readonly spoken?: readonly string[];
  /** The position that is selected or explained. */
  readonly selected?: number | null;
  /** The position pointed at, here or in another view. */
  readonly highlight?: number | null;
  /** The position that takes part in the tab order. */
  readonly cursor?: number;
  readonly spaces?: Spaces;
  /** What the strip is called. */
  readonly label?: string;
  /** Draws the tokens as places to be filled. */
  readonly skeleton?: boolean;
}

/** Draws tokens as text: the one function that does, for all views. */
export function drawTokens(tokens: readonly Token[], options: TokensOptions = {}): TemplateResult {
  const {produced = [], label = "tokens", start = 0} = options;
  if (!tokens.length && !produced.length) return html``;
  const runs = wordRuns(tokens, start);
  const after = wordRuns(produced, start + tokens.length, tokens.at(-1));
  const spelled = spelledAt([...tokens, ...produced], start);
  return html`<div
    class="toks"
    role="listbox"
    aria-orientation="horizontal"
    aria-label=${label}
    dir="auto"
    translate="no"
  >
    ${repeat(runs, first, (run, i) => drawRun(run, runs[i + 1], {...options, spelled}, false))}
    ${after.length && tokens.length ? html`<span class="io" aria-hidden="true">continues</span>` : nothing}
    ${repeat(after, first, (run, i) => drawRun(run, after[i + 1], {...options, spelled}, true))}
  </div>`;
}

interface Drawn extends TokensOptions {
  /** The characters that tokens of bytes spell together, by the position of the last of them. */
  readonly spelled: ReadonlyMap<number, string>;
}

function spelledAt(tokens: readonly Token[], start: number): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  for (const {text, last} of spelledTogether(tokens))
    found.set(start + last, (found.get(start + last) ?? "") + text);
  return found;
}

const first = (run: readonly Placed[]): number => run[0]!.position;

// A run of one is wrapped as well: a token keeps its element when a neighbour joins or leaves its word.
// The gap belongs to the run before it, so that every line starts at the edge.
function drawRun(
  run: readonly Placed[],
  next: readonly Placed[] | undefined,
  options: Drawn,
  out: boolean
): TemplateResult {
  const gap = next?.[0]?.gap && options.spaces !== "dot";
  const breaks = run.some(({token}) => token.text?.includes("\n"));
  return html`<span class=${classes("wd", gap && "gap")}
      >${repeat(
        run,
        ({position}) => position,
        (placed, i) => drawToken(placed, run[i + 1], options, out)
      )}</span
    >${breaks ? html`<span class="brk" aria-hidden="true"></span>` : nothing}`;
}

/** Joins class names, leaving out what is not there. */
export const classes = (...names: readonly (string | false | null | undefined)[]): string =>
  names.filter(Boolean).join(" ");

function drawToken(
  {token, position, seam}: Placed,
  next: Placed | undefined,
  {
    fills = [],
    marks = [],
    spoken = [],
    selected,
    highlight,
    cursor = 0,
    spaces = "gap",
    skeleton = false,
    row = 0,
    spelled
  }: Drawn,
  out: boolean
): TemplateResult {
  const fill = fills[position] ?? "";
  const names = classes(
    "t",
    fill,
    fill && "filled",
    seam && "seam",
    seam && "pl",
    next?.seam && "pr",
    token.special && "sp",
    isBytes(token) && "hex",
    isSpace(token.text ?? "") && "ws",
    out && "out",
    selected === position && "sel",
    highlight === position && "linked",
    skeleton && "skel"
  );
  const said = spoken[position];
  const mark = marks[position];
  const character = skeleton ? undefined : spelled.get(position);
  const label = [spokenToken(token), character && `together ${character}`, said];
  return html`<span
      class=${names}
      role="option"
      aria-selected=${selected === position ? "true" : "false"}
      aria-label=${label.filter(Boolean).join(", ")}
      tabindex=${cursor === position ? 0 : -1}
      data-row=${row}
      data-column=${position}
      data-position=${position}
      >${tokenLabel(token, spaces)}${mark ? html`<sup class="fs">${mark}</sup>` : nothing}</span
    >${
      character
        ? html`<span class="tog" aria-hidden="true"
            >together <bdi>${tokenText({id: token.id, text: character})}</bdi></span
          >`
        : nothing
    }`;
}

/** Draws a token inside a sentence: mono on sunken, without quotation marks. */
export function drawInline(token: {id: number; text: string | null} | string): TemplateResult {
  return html`<span class="tok" translate="no"
    >${typeof token === "string" ? token : tokenLabel(token)}</span
  >`;
}

/** Returns the last words of a text, for a sentence about it: `… the city of`. */
export function lastWords(tokens: readonly Token[], most = 3): string {
  const real = tokens.filter((token) => !token.special);
  const runs = wordRuns(real);
  let text = "";
  let words = 0;
  for (let i = runs.length - 1; i >= 0 && words < most; i--) {
    const run = runs[i]!;
    text =
      (run[0]!.gap && i > 0 ? " " : "") + run.map(({token}) => tokenLabel(token)).join("") + text;
    if (run[0]!.gap || i === 0) words++;
    if (words >= most && i > 0) return `… ${text.trim()}`;
  }
  return text.trim();
}
