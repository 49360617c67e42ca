import {html, nothing} from "lit";
import type {TemplateResult} from "lit";
import {repeat} from "lit/directives/repeat.js";
import type {Token} from "../data.ts";
import {spelledTogether} from "./bytes.ts";
import type {Spelled} from "./bytes.ts";
import {isBytes, isSpace, spokenToken, tokenLabel, tokenText} from "./label.ts";
import type {Spaces} from "./label.ts";
import {later} from "./later.ts";
import {chunksOf, runsOf} from "./chunks.ts";
import type {Chunk} from "./chunks.ts";
import {turnLabel, turnSpoken} from "./turns.ts";
import {wordRuns} from "./words.ts";
import type {Placed} from "./words.ts";

export interface TokensOptions {
  /** What was produced after the tokens; drawn behind the word "continues". */
  readonly produced?: readonly Token[];
  /** The class that fills each position (see bins.ts); "" is none. */
  readonly fills?: readonly string[];
  /** A small figure behind each position's text: the number of its factor; "" is none. */
  readonly marks?: readonly string[];
  /** Drawn inside each position's mark beside its text: a bar that stands on it. The view's style sheet places it. */
  readonly over?: readonly (TemplateResult | undefined)[];
  /** The position of the first token, where a strip is one of several; defaults to 0. */
  readonly start?: number;
  /** Positions framed in ink: words that have changed. */
  readonly framed?: ReadonlySet<number>;
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

/**
 * Draws tokens as text: the one function that does, for all views. A long text is drawn in chunks: those far from the
 * window are drawn when there is time and never laid out, and only those are drawn anew in which something changes.
 */
export function drawTokens(tokens: readonly Token[], options: TokensOptions = {}): TemplateResult {
  const {produced = [], label = "tokens", start = 0} = options;
  if (!tokens.length && !produced.length) return html``;
  const spelled = new Map([
    ...spelledAt(tokens, start),
    ...spelledAt(produced, start + tokens.length)
  ]);
  const drawn = {...options, spelled};
  const chunks = chunksOf(runsOf(tokens, start), tokens.length);
  const after = runsOf(produced, start + tokens.length, tokens.at(-1));
  const continues = after.length > 0 && tokens.length > 0;
  const long = chunks.length > 1;
  const rest = html`${continues ? html`<span class="io" aria-hidden="true">continues</span>` : nothing}
  ${repeat(after, first, (run, i) => drawRun(run, after[i + 1], drawn, true))}`;
  return html`<div
    class=${classes("toks", long && "long")}
    role="listbox"
    aria-orientation="horizontal"
    aria-label=${label}
    dir="auto"
    translate="no"
  >
    ${long ? chunks.map((chunk) => drawChunk(chunk, drawn)) : drawRuns(chunks[0], drawn)}
    ${long && after.length ? html`<div class="chunk" role="presentation">${rest}</div>` : rest}
  </div>`;
}

function drawRuns(chunk: Chunk | undefined, options: Drawn): unknown {
  if (!chunk) return nothing;
  const {runs, next} = chunk;
  return repeat(runs, first, (run, i) => drawRun(run, runs[i + 1] ?? next, options, false));
}

/** About how high a chunk is before it is laid out: a line holds some 80 characters. */
const heightOf = ({characters}: Chunk): number => Math.ceil(characters / 80) * 34;

// Everything that a token's element is made of, so that a chunk in which nothing changes costs nothing.
function drawChunk(chunk: Chunk, options: Drawn): TemplateResult {
  const {first: from, last} = chunk;
  const {selected, highlight, cursor = 0, fills = [], spoken = [], marks = []} = options;
  const {spaces, skeleton, row, spelled} = options;
  const here = (position: number | null | undefined): number | null =>
    typeof position === "number" && position >= from && position <= last ? position : null;
  const parts = [fills, spoken, marks].flatMap((values) => values.slice(from, last + 1));
  const own = [
    here(selected),
    here(highlight),
    here(cursor),
    spaces,
    skeleton,
    row,
    chunk.next?.[0]?.gap
  ];
  const tokens = chunk.runs.flatMap((run) => run.map(({token}) => token));
  const characters = tokens.map((_, i) => spelled.get(from + i));
  // The first are what is seen at once, and what the keyboard goes to has to be there.
  const now = from === (options.start ?? 0) || here(cursor) !== null;
  return html`<div
    class="chunk"
    role="presentation"
    .style=${`contain-intrinsic-block-size:auto ${heightOf(chunk)}px`}
  >
    ${later([...own, ...tokens, ...characters, ...parts], () => drawRuns(chunk, options), now)}
  </div>`;
}

interface Drawn extends TokensOptions {
  /** The characters that tokens of bytes spell together, by the position of the last of them. */
  readonly spelled: ReadonlyMap<number, string>;
}

const spelt = new WeakMap<readonly Token[], readonly Spelled[]>();

function spelledAt(tokens: readonly Token[], start: number): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  const all = spelt.get(tokens) ?? spelledTogether(tokens);
  spelt.set(tokens, all);
  for (const {text, last} of all) found.set(start + last, (found.get(start + last) ?? "") + text);
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
  const {token, position, opens} = run[0]!;
  const start = options.start ?? 0;
  return html`${
      opens
        ? html`${position > start ? lineEnd : nothing}<span class="who" aria-hidden="true"
              >${turnLabel(token)}</span
            >`
        : nothing
    }<span class=${classes("wd", gap && "gap")}
      >${repeat(
        run,
        ({position}) => position,
        (placed, i) => drawToken(placed, run[i + 1], options, out)
      )}</span
    >${breaks ? lineEnd : nothing}`;
}

const lineEnd = html`<span class="brk" aria-hidden="true"></span>`;

/** Joins class names, leaving out what is not there. */
export const classes = (...names: readonly (string | false | null | undefined)[]): string =>
  names.filter(Boolean).join(" ");

function drawToken(
  {token, position, seam, opens}: Placed,
  next: Placed | undefined,
  {
    fills = [],
    marks = [],
    over = [],
    spoken = [],
    selected,
    highlight,
    cursor = 0,
    spaces = "gap",
    skeleton = false,
    framed,
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
    token.template && "tpl",
    isBytes(token) && "hex",
    isSpace(token.text ?? "") && "ws",
    out && "out",
    selected === position && "sel",
    highlight === position && "linked",
    framed?.has(position) && "diff",
    skeleton && "skel"
  );
  const said = spoken[position];
  const mark = marks[position];
  const character = skeleton ? undefined : spelled.get(position);
  const label = [
    spokenToken(token),
    character && `together ${character}`,
    opens ? turnSpoken(token) : "",
    token.template && (!opens || token.turn !== undefined) && "template",
    said
  ];
  return html`<span
      class=${names}
      role="option"
      aria-selected=${selected === position ? "true" : "false"}
      aria-label=${label.filter(Boolean).join(", ")}
      tabindex=${cursor === position ? 0 : -1}
      data-row=${row}
      data-column=${position}
      data-position=${position}
      >${over[position] ?? nothing}${tokenLabel(token, spaces)}${mark ? html`<sup class="fs" data-mark=${mark}></sup>` : nothing}</span
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
