import type {CSSResultGroup, TemplateResult} from "lit";
import {html} from "lit";
import type {Token} from "../data.ts";
import {count} from "../format.ts";
import {drawTokens} from "../token/draw-tokens.ts";
import {tokenText, unseen} from "../token/label.ts";
import {ofConversation, sectionText} from "../token/turns.ts";
import {isMerge, mergeTokens} from "../token/merge.ts";
import type {Merge, Merged} from "../token/merge.ts";
import type {Knob} from "../view/head.ts";
import type {TableData} from "../view/table.ts";
import type {Tip} from "../view/tip.ts";
import {View} from "../view/view.ts";
import type {Spot} from "../view/walk.ts";
import {tokenStripStyles} from "./token-strip.styles.ts";

/** What a strip draws; `produced` follows the word "continues". */
export interface Strip {
  readonly tokens: readonly Token[];
  readonly produced?: readonly Token[];
}

/** Returns the table of a strip: every token with id, position and place in the text. */
export function stripTable({tokens, produced = []}: Strip): TableData {
  const place = (n: number | null): {text: string; value: number | null} => ({
    text: n === null ? "—" : count(n),
    value: n
  });
  const chat = ofConversation(tokens);
  return {
    caption: `Tokens${produced.length ? ", the produced ones at the end" : ""}`,
    columns: [
      {label: "token", mono: true},
      {label: "position"},
      {label: "id"},
      ...(chat ? [{label: "message"}] : []),
      {label: "start"},
      {label: "end"}
    ],
    rows: [...tokens, ...produced].map((token, position) => [
      {text: tokenText(token, "dot"), value: token.text},
      {text: count(position), value: position},
      {text: String(token.id), value: token.id},
      ...(chat ? [{text: sectionText(token)}] : []),
      place(token.start),
      place(token.end)
    ])
  };
}

/** What the marks of a strip stand for: tokens, or words or characters made of them. */
interface Marks {
  readonly of: Strip;
  readonly merge: Merge;
  readonly tokens: readonly Merged[];
  readonly produced: readonly Merged[];
  /** The same, as they are drawn. */
  readonly drawn: {readonly tokens: readonly Token[]; readonly produced: readonly Token[]};
}

const words: Readonly<Record<Merge, string>> = {
  tokens: "tokens",
  words: "words",
  characters: "characters"
};

/**
 * Shows a text as the model reads it: token by token, or put together to words or cut into characters. `value` is the
 * pinned position, of a word or character the position of its first token.
 *
 * @attr merge - "tokens" (default), "words" or "characters".
 * @attr spaces - "gap" (default) or "dot".
 */
export class TokenStrip extends View<Strip, number> {
  static override properties = {
    ...View.properties,
    spaces: {reflect: true},
    merge: {reflect: true}
  };
  static override styles: CSSResultGroup = [View.styles, tokenStripStyles];
  /** How leading spaces are written: "gap" (default) or "dot". */
  declare spaces: "gap" | "dot";
  /** What a mark stands for: "tokens" (default), "words" or "characters". */
  declare merge: Merge;
  protected override readonly name: string = "Tokens";
  protected override readonly invitation: string = "No text yet.";
  #marks: Marks | undefined;

  constructor() {
    super();
    this.spaces = "gap";
    this.merge = "tokens";
  }

  /** The marks there are; made anew only for another text or another way to merge. */
  #marksOf(data: Strip): Marks {
    // The attribute may hold anything.
    const merge = isMerge(this.merge) ? this.merge : "tokens";
    if (this.#marks?.of !== data || this.#marks.merge !== merge) {
      const {tokens, produced = []} = data;
      const shift = ({token, first, last}: Merged): Merged => ({
        token,
        first: first + tokens.length,
        last: last + tokens.length
      });
      const [before, after] = [mergeTokens(tokens, merge), mergeTokens(produced, merge)];
      const token = (mark: Merged): Token => mark.token;
      this.#marks = {
        of: data,
        merge,
        tokens: before,
        produced: after.map(shift),
        drawn: {tokens: before.map(token), produced: after.map(token)}
      };
    }
    return this.#marks;
  }

  /** Where the mark of a position stands. */
  #indexOf(data: Strip, position: number | null | undefined): number | null {
    const {tokens, produced} = this.#marksOf(data);
    if (position === null || position === undefined) return null;
    const reaches = ({last}: Merged): boolean => last >= position;
    const index = tokens.findIndex(reaches);
    if (index >= 0) return index;
    const after = produced.findIndex(reaches);
    return after < 0 ? null : tokens.length + after;
  }

  #markAt(data: Strip, index: number): Merged | undefined {
    const {tokens, produced} = this.#marksOf(data);
    return tokens[index] ?? produced[index - tokens.length];
  }

  protected subtitle(data: Strip): string {
    const {merge, tokens, produced} = this.#marksOf(data);
    const all = `${count(data.tokens.length)} tokens`;
    return merge === "tokens"
      ? all
      : `${count(tokens.length + produced.length)} ${words[merge]} of ${all}`;
  }

  protected draw(data: Strip): TemplateResult {
    const {tokens, produced} = this.#marksOf(data).drawn;
    return html`${drawTokens(tokens, {
      produced,
      spaces: this.spaces,
      selected: this.#indexOf(data, this.value ?? this.selected),
      highlight: this.pointed?.column ?? this.#indexOf(data, this.highlight),
      cursor: this.cursor.column,
      label: "Tokens"
    })}`;
  }

  protected extent(data: Strip): Spot {
    const {tokens, produced} = this.#marksOf(data);
    return {row: 1, column: tokens.length + produced.length};
  }

  protected tableOf(data: Strip): TableData {
    return stripTable(data);
  }

  protected summary({tokens}: Strip): string {
    return `${tokens.length} tokens`;
  }

  protected pick(data: Strip, {column}: Spot): number | undefined {
    return this.#markAt(data, column)?.first;
  }

  protected positionOf(data: Strip, {column}: Spot): number | null {
    return this.#markAt(data, column)?.first ?? null;
  }

  protected tipOf(data: Strip, {column}: Spot): Tip | null {
    const mark = this.#markAt(data, column);
    if (!mark) return null;
    const {token, first, last} = mark;
    const parts = [...data.tokens, ...(data.produced ?? [])].slice(first, last + 1);
    if (parts.length > 1) {
      const most = 4;
      const rows = parts
        .slice(0, most)
        .map((part): [string, string] => [tokenText(part, "dot"), `id ${part.id}`]);
      const left = parts.length - most;
      return {
        where: `positions ${first}–${last}`,
        rows: left > 0 ? [...rows, [`and ${left} more`, ""]] : rows
      };
    }
    const rows: [string, string][] = [[tokenText(token, "dot"), `id ${token.id}`]];
    if (token.start !== null && token.end !== null)
      rows.push(["in the text", `${token.start}–${token.end}`]);
    if (token.template !== undefined) rows.push(["message", sectionText(token)]);
    if (token.special) rows.push(["special token", ""]);
    const hidden = unseen(token.text ?? "").map(([name, code]): [string, string] => [name, code]);
    return {where: `position ${first}`, rows: [...rows, ...hidden].slice(0, 5)};
  }

  protected override knobs(): readonly Knob[] {
    return [
      {
        name: "merge",
        label: "What a mark is",
        kind: "switch",
        value: this.merge,
        options: Object.entries(words)
      },
      {
        name: "spaces",
        label: "Leading spaces",
        kind: "switch",
        value: this.spaces,
        options: [
          ["gap", "gaps"],
          ["dot", "dots"]
        ]
      }
    ];
  }

  protected override change(name: string, value: string): void {
    // The cursor stays on the same piece of the text.
    const at = this.data && this.#markAt(this.data, this.cursor.column)?.first;
    super.change(name, value);
    if (this.data) this.cursor = {row: 0, column: this.#indexOf(this.data, at) ?? 0};
  }
}
