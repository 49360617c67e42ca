/** Patched runs as lines for people. */
import type {Patching, PathPatching, Token} from "@ecco/engine";
import {pathEndText} from "../input/path-end.ts";
import {
  headsOf,
  likelihoodLines,
  number,
  percent,
  provenanceLine,
  signed,
  targetText,
  tokenText
} from "./format.ts";
import {paint, table} from "./table.ts";

const columnsOf = (tokens: readonly Token[], cleanTokens: readonly Token[]): string[] =>
  tokens.map((token, index) => {
    const other = cleanTokens[index]!;
    return other.id === token.id ? tokenText(token) : `${tokenText(other)}→${tokenText(token)}`;
  });

/** Layers down, positions (or heads) across: the share of the clean answer each value brings back. */
export function showPatching(answer: Patching): string {
  const {site, values, recovered, clean, corrupt, target, agreement, queriesPerColumn, provenance} =
    answer;
  const columns =
    queriesPerColumn !== null
      ? values[0]!.map((_, column) => `head ${headsOf(answer, column)}`)
      : columnsOf(answer.tokens, answer.cleanTokens);
  return [
    `${targetText(target)}: clean ${signed(clean)}, corrupt ${signed(corrupt)}; ${recovered ? `how much of the difference the clean ${site} brings back (1 = all of it)` : `there is no difference to bring back, so what follows is ${targetText(target)} itself`}`,
    ...likelihoodLines(target),
    table(
      [
        {title: site === "residual" ? "before layer" : "layer", align: "right"},
        ...columns.map((title) => ({title, align: "right" as const}))
      ],
      (recovered ?? values).map((row, layer) => [
        site === "residual" && layer === values.length - 1 ? "end" : String(layer),
        ...row.map((value) =>
          recovered && Math.abs(value) >= 0.5
            ? {text: value.toFixed(2), style: "green" as const}
            : value.toFixed(2).replace(/^-(?=0\.00$)/, "")
        )
      ])
    ),
    ...(agreement === null
      ? []
      : [`attribution patching agrees to ${number(agreement)} (correlation)`]),
    paint(provenanceLine(provenance))
  ].join("\n");
}

/** What one path carries. */
export function showPath(answer: PathPatching): string {
  const {from, to, direction, value, effect, share, clean, corrupt, target, provenance} = answer;
  const whole = direction === "denoise" ? "corrupt run, clean path" : "clean run, corrupt path";
  return [
    `${targetText(target)}: clean ${signed(clean)}, corrupt ${signed(corrupt)}`,
    ...likelihoodLines(target),
    `${pathEndText(from)} → ${to === "output" ? to : pathEndText(to)}: ${signed(value)} (${whole}), a change of ${signed(effect)}${share === null ? "" : `, ${share < 0 ? "−" : ""}${percent(Math.abs(share))} of the difference`}`,
    paint(provenanceLine(provenance))
  ].join("\n");
}
