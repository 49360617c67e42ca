import type {CSSResultGroup, TemplateResult} from "lit";
import {html} from "lit";
import type {Token} from "../data.ts";
import {count} from "../format.ts";
import {drawTokens} from "../token/draw-tokens.ts";
import {tokenText} from "../token/label.ts";
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
  return {
    caption: `Tokens${produced.length ? ", the produced ones at the end" : ""}`,
    columns: [
      {label: "token", mono: true},
      {label: "position"},
      {label: "id"},
      {label: "start"},
      {label: "end"}
    ],
    rows: [...tokens, ...produced].map((token, position) => [
      {text: tokenText(token, "dot"), value: token.text},
      {text: count(position), value: position},
      {text: String(token.id), value: token.id},
      place(token.start),
      place(token.end)
    ])
  };
}

/** Shows a text as the model reads it: token by token. `value` is the pinned position. */
export class TokenStrip extends View<Strip, number> {
  static override properties = {...View.properties, spaces: {}};
  static override styles: CSSResultGroup = [View.styles, tokenStripStyles];
  /** How leading spaces are written: "gap" (default) or "dot". */
  declare spaces: "gap" | "dot";
  protected override readonly name: string = "Tokens";
  protected override readonly invitation: string = "No text yet.";

  constructor() {
    super();
    this.spaces = "gap";
  }

  protected subtitle({tokens}: Strip): string {
    return `${count(tokens.length)} tokens`;
  }

  protected draw({tokens, produced = []}: Strip): TemplateResult {
    return html`${drawTokens(tokens, {
      produced,
      spaces: this.spaces,
      selected: this.value ?? this.selected,
      highlight: this.pointed?.column ?? this.highlight,
      cursor: this.cursor.column,
      label: "Tokens"
    })}`;
  }

  protected extent({tokens, produced = []}: Strip): Spot {
    return {row: 1, column: tokens.length + produced.length};
  }

  protected tableOf(data: Strip): TableData {
    return stripTable(data);
  }

  protected summary({tokens}: Strip): string {
    return `${tokens.length} tokens`;
  }

  protected pick(_data: Strip, {column}: Spot): number {
    return column;
  }

  protected positionOf(_data: Strip, {column}: Spot): number {
    return column;
  }

  protected tipOf({tokens, produced = []}: Strip, {column}: Spot): Tip | null {
    const token = [...tokens, ...produced][column];
    if (!token) return null;
    const rows: [string, string][] = [[tokenText(token, "dot"), `id ${token.id}`]];
    if (token.start !== null && token.end !== null)
      rows.push(["in the text", `${token.start}–${token.end}`]);
    if (token.special) rows.push(["special token", ""]);
    return {where: `position ${column}`, rows};
  }

  protected override knobs(): ReturnType<View<Strip, number>["knobs"]> {
    return [
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
}
