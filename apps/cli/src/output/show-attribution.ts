/** An attribution as lines for people. */
import type {Attribution, Faithfulness, Quality} from "@ecco/engine";
import {
  likelihoodLines,
  number,
  provenanceLine,
  signed,
  targetText,
  tokenCell,
  tokenText
} from "./format.ts";
import {bar, paint, table} from "./table.ts";

/** Returns tokens with their scores, what they add up to, and how far they can be trusted. */
export function showAttribution({
  method,
  target,
  tokens,
  scores,
  norms,
  delta,
  change,
  baseline,
  steps,
  groups,
  leftOut,
  warning,
  notes,
  quality,
  provenance
}: Attribution): string {
  const out = new Set(leftOut);
  const counted = scores.filter((_, at) => !out.has(at)).map(Math.abs);
  const largest = Math.max(...counted, Number.MIN_VALUE);
  const facts = [
    ...(baseline === null ? [] : [`baseline ${baseline}`]),
    ...(steps === null ? [] : [`${steps} steps`]),
    ...(delta === null
      ? []
      : [`delta ${signed(delta)}${change === null ? "" : ` of a change of ${signed(change)}`}`])
  ];
  return [
    `${method} of ${targetText(target)} = ${number(target.value)} at position ${target.position}`,
    ...likelihoodLines(target),
    table(
      [
        {title: "token"},
        {title: "score", align: "right"},
        {title: ""},
        {title: "norm", align: "right"}
      ],
      tokens.map((token, i) =>
        out.has(i)
          ? [{text: tokenText(token), style: "dim"}]
          : [tokenCell(token), signed(scores[i]!), bar(scores[i]! / largest), number(norms[i]!)]
      )
    ),
    ...(groups
      ? [
          table(
            [{title: "together"}, {title: "score", align: "right"}],
            groups.map(({text, tokens: own, score}) => [
              text === null ? own.join(" ") : tokenText({id: 0, text}),
              signed(score)
            ])
          )
        ]
      : []),
    ...(leftOut.length
      ? [`left out: ${leftOut.length} of ${tokens.length} tokens, without a score above`]
      : []),
    ...(facts.length ? [facts.join(" · ")] : []),
    ...[...(warning ? [warning.message] : []), ...notes].map((text) =>
      paint({text, style: "yellow"})
    ),
    ...(quality ? qualityLines(quality) : []),
    paint(provenanceLine(provenance))
  ].join("\n");
}

/** Each figure beside what it is to be compared with. */
function qualityLines({floor, ceiling, ...own}: Quality): string[] {
  const {soft, infidelity, sensitivity, agreement} = own;
  const pair = (of: (from: Faithfulness) => number): string =>
    `${signed(of(own))} (by lot ${signed(of(floor))}${ceiling ? `, Shapley values ${signed(of(ceiling))}` : ""})`;
  return [
    `comprehensiveness ${pair((from) => from.comprehensiveness)} · sufficiency ${pair((from) => from.sufficiency)}`,
    ...(soft ? [`soft: ${signed(soft.comprehensiveness)} and ${signed(soft.sufficiency)}`] : []),
    ...(infidelity === null ? [] : [`infidelity ${number(infidelity)}`]),
    ...(sensitivity === null ? [] : [`sensitivity ${number(sensitivity)}`]),
    ...(agreement
      ? [
          `agrees with ${Object.entries(agreement)
            .map(([name, rank]) => `${name} ${rank.toFixed(2)}`)
            .join(", ")} (rank correlation)`
        ]
      : [])
  ];
}
