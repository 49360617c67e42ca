import type {MethodComparison} from "../data.ts";
import {absent, decimal, delta as deltaText, percent, signed, signedDigits} from "../format.ts";
import {noteFacts, sumFact, warningText} from "../saliency/facts.ts";
import {isSignedMethod, wordFor} from "../saliency/methods.ts";
import {scoreText} from "../saliency/table.ts";
import {inSection} from "../token/turns.ts";
import {spokenAsked} from "../target/asked.ts";
import type {Asked} from "../target/asked.ts";
import {isNote} from "../view/foot.ts";
import type {Fact} from "../view/foot.ts";
import type {TableCell, TableData} from "../view/table.ts";
import {agreementOf} from "./compared.ts";
import type {MethodRow} from "./compared.ts";

const figure = (value: number | null | undefined): TableCell => ({
  text: signed(value),
  value: value ?? null
});

/** Returns a row a method: its figures, its agreement with the one they are compared with, and each token's value as it is drawn. */
export function methodsTable(
  {tokens}: MethodComparison,
  rows: readonly MethodRow[],
  {
    reference,
    asked,
    note = ""
  }: {
    readonly reference: MethodRow | undefined;
    readonly asked: Asked;
    readonly note?: string;
  }
): TableData {
  const {signed: isSigned} = asked;
  const target = reference?.attribution?.target;
  const seen = reference?.attribution?.tokens ?? tokens;
  const named = target ? `: ${spokenAsked(target, asked)}` : "";
  const unsigned = rows.some(({method}) => !isSignedMethod(method));
  const values = !isSigned ? "shares" : unsigned ? "scores, shares without a sign," : "scores";
  const warned = rows.some(({attribution}) => attribution?.warning);
  return {
    caption: `Methods side by side${note}${named}, ${values} by token; agreement is the rank correlation of sizes${reference ? ` with ${wordFor(reference.method).toLowerCase()}` : ""}`,
    columns: [
      {label: "method"},
      {label: "delta"},
      {label: "faithfulness"},
      {label: "random"},
      {label: "sufficiency"},
      {label: "random"},
      {label: "agreement"},
      {label: "baseline"},
      ...(warned ? [{label: "warning"}] : []),
      ...seen.map((token) => ({label: inSection(token), mono: true}))
    ],
    rows: rows.map((row) => {
      const {method, attribution, error, shares, faithfulness, floor} = row;
      const name: TableCell = {
        text: error ? `${wordFor(method)}: ${error}` : wordFor(method),
        value: method
      };
      const {delta = null, change = null, quality, baseline, warning} = attribution ?? {};
      const digits = signedDigits(attribution?.scores ?? []);
      // As it is drawn: lengths have no sign, so they stay shares.
      const bySign = isSigned && isSignedMethod(method);
      return [
        name,
        {text: delta === null ? absent : deltaText(delta, change), value: delta},
        figure(faithfulness),
        figure(floor),
        figure(quality?.sufficiency),
        figure(quality?.floor.sufficiency),
        figure(reference && reference !== row ? agreementOf(row, reference) : null),
        {text: baseline ?? absent, value: baseline ?? null},
        ...(warned ? [{text: warning ? warningText(warning) : ""}] : []),
        ...seen.map((_, column): TableCell => {
          const value = bySign ? attribution?.scores[column] : shares[column];
          if (value === undefined) return {text: absent, value: null};
          return {
            text: bySign ? scoreText(method, value, digits) : percent(value),
            value
          };
        })
      ];
    })
  };
}

/** Returns what speaks against a row, and what is to be known of it; what several rows say alike is said once. */
export function rowFacts(rows: readonly MethodRow[]): readonly Fact[] {
  const found = new Map<string, {readonly fact: Fact; readonly names: string[]}>();
  for (const {method, attribution} of rows) {
    if (!attribution) continue;
    const {notes, warning} = attribution;
    // A warning says itself what the sum is.
    const sums = sumFact(attribution).slice(0, warning ? 1 : undefined);
    for (const fact of [...sums, ...noteFacts(notes)].filter(isNote)) {
      const key = `${fact.name} ${fact.value}`;
      const known = found.get(key) ?? {fact, names: []};
      known.names.push(wordFor(method));
      found.set(key, known);
    }
  }
  return [...found.values()].map(({fact, names}) => ({...fact, name: names.join(", ")}));
}

/** Returns the least and the greatest agreement of the rows with one of them: how far they tell the same story. */
export function agreementFact(
  rows: readonly MethodRow[],
  reference: MethodRow | undefined
): readonly Fact[] {
  const found = rows.flatMap((row) => {
    const value = reference && reference !== row ? agreementOf(row, reference) : null;
    return value === null ? [] : [value];
  });
  if (!reference || !found.length) return [];
  return [
    {
      name: `agreement with ${wordFor(reference.method)}`,
      value: `${decimal(Math.min(...found))} to ${decimal(Math.max(...found))}`
    }
  ];
}
