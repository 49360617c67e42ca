import {absent, count, decimal, percent, signed, signedDigits} from "../format.ts";
import type {SaliencyFactorsData} from "../neurons/data.ts";
import {placeText} from "../neurons/names.ts";
import {sumFact} from "../saliency/facts.ts";
import {wordFor} from "../saliency/methods.ts";
import {spokenAskedOfGroups} from "../target/asked.ts";
import {tokenText} from "../token/label.ts";
import {isNote} from "../view/foot.ts";
import type {TableCell, TableData} from "../view/table.ts";
import {takenCaption} from "../view/taken.ts";
import {sumName} from "./draw-saliency-factors.ts";
import {membersOf, sumsOf} from "./sums.ts";

const nothing: TableCell = {text: absent, value: null};

/** Returns every value of the picture: a row a token, then a row a factor with the sums of its tokens. */
export function saliencyFactorsTable(
  data: SaliencyFactorsData,
  names: readonly string[]
): TableData {
  const {attribution, factors} = data;
  const {tokens, scores, target, method} = attribution;
  const digits = signedDigits(scores);
  const added = sumFact(attribution)
    .filter((fact) => !isNote(fact))
    .map(({name, value}) => `, ${name} ${value}`);
  return {
    caption: `${spokenAskedOfGroups(target, method)}, by ${wordFor(method).toLowerCase()}${added.join("")} with each token's strongest factor, then the sums by factor; ${placeText(factors)}${takenCaption(factors)}`,
    columns: [
      {label: "token or factor", mono: true},
      {label: "position"},
      {label: "share"},
      {label: "score"},
      {label: "factor"},
      {label: "loading"},
      {label: "tokens"}
    ],
    rows: [
      ...membersOf(data).map(({position, score, share, belonging}): readonly TableCell[] => [
        {text: tokenText(tokens[position]!, "dot"), value: tokens[position]!.text},
        {text: count(position), value: position},
        {text: percent(share), value: share},
        {text: signed(score, digits), value: score},
        belonging ? {text: count(belonging.factor + 1), value: belonging.factor + 1} : nothing,
        belonging ? {text: decimal(belonging.loading), value: belonging.loading} : nothing,
        nothing
      ]),
      ...sumsOf(data).map(({factor, score, share, members}): readonly TableCell[] => [
        {text: sumName(names, factor)},
        nothing,
        {text: percent(share), value: share},
        {text: signed(score, digits), value: score},
        factor === null ? nothing : {text: count(factor + 1), value: factor + 1},
        nothing,
        {text: count(members.length), value: members.length}
      ])
    ]
  };
}
