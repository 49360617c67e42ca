/** Why two texts are alike, as lines for people. */
import type {Alike, AlikeText} from "@ecco/engine";
import {provenanceLine, signed, tokenText} from "./format.ts";
import {pooledLine, textLine} from "./show-vectors.ts";
import {bar, paint, table} from "./table.ts";

/** Pairs that are shown; `--json` has all. */
const PAIRS = 8;

const unitText = ({text, tokens}: AlikeText["units"][number]): string =>
  text === null ? tokens.map((at) => `#${at}`).join(" ") : tokenText({id: 0, text});

export function showAlike(answer: Alike): string {
  const {method, unit, cosine, a, b, sums, baseline, steps, provenance} = answer;
  const all = [...a.units, ...b.units].map(({score}) => Math.abs(score));
  const largest = Math.max(...all, Number.MIN_VALUE);
  const facts = [
    ...(baseline === null ? [] : [`baseline ${baseline}`]),
    ...(steps === null ? [] : [`${steps} steps`]),
    ...sums.map(
      ({row, sum, expected, error}) =>
        `${row === "pairs" ? "pairs" : row === "a" ? "first text" : "second text"}: sum ${signed(sum)} of ${signed(expected)}, error ${signed(error)}`
    )
  ];
  return [
    `cosine ${signed(cosine)}: ${pooledLine(answer)}`,
    `${method} by ${unit}: + makes them alike, − unlike`,
    ...[a, b].flatMap((text) => [
      paint({text: textLine(text), style: "bold"}),
      unitTable(text, largest)
    ]),
    ...pairLines(answer),
    ...facts,
    paint(provenanceLine(provenance))
  ].join("\n");
}

const unitTable = ({units, tokens}: AlikeText, largest: number): string =>
  table(
    [{title: "part"}, {title: "score", align: "right"}, {title: ""}],
    units.map((one) =>
      one.tokens.every((at) => tokens[at]!.special)
        ? [
            {text: unitText(one), style: "dim"},
            {text: "stays", style: "dim"}
          ]
        : [unitText(one), signed(one.score), bar(one.score / largest)]
    )
  );

function pairLines({a, b, pairs}: Alike): string[] {
  if (!pairs) return ["no pairs: an activation stands between the tokens and the vector"];
  const list = pairs.values.flatMap((row, i) =>
    row.map((value, j) => ({value, of: [unitText(a.units[i]!), unitText(b.units[j]!)] as const}))
  );
  const strongest = list.toSorted((x, y) => Math.abs(y.value) - Math.abs(x.value)).slice(0, PAIRS);
  return [
    `strongest of ${list.length} pairs, by the states of the last layer`,
    table(
      [{title: "first"}, {title: "second"}, {title: "of the cosine", align: "right"}],
      strongest.map(({value, of}) => [...of, signed(value)])
    )
  ];
}
