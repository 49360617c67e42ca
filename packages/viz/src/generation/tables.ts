import {absent, bits, count, decimal, percent} from "../format.ts";
import {tokenText} from "../token/label.ts";
import type {TableCell, TableData} from "../view/table.ts";
import type {Generation} from "./data.ts";
import {rankOf} from "./draw-generation.ts";
import {fateOf, tokenOf} from "./draw-tree.ts";
import {positionOfStep} from "./places.ts";
import {placeTree} from "./tree.ts";

const share = (value: number | undefined): TableCell => ({
  text: percent(value),
  value: value ?? null
});
const ran = ({provenance}: Generation): string =>
  provenance ? `; ${provenance.model} on ${provenance.backend}` : "";

/** Returns every produced token, and below it what else could have stood there. */
export function stepsTable(data: Generation): TableData {
  const {steps} = data;
  const drawn = steps.some(({sampled}) => sampled !== undefined);
  return {
    caption: `${count(steps.length)} produced tokens${ran(data)}`,
    columns: [
      {label: "token", mono: true},
      {label: "position"},
      {label: "id"},
      {label: "probability"},
      {label: "rank"},
      ...(drawn ? [{label: "drawn at"}] : []),
      {label: "entropy"}
    ],
    rows: steps.map((step, index) => {
      const {token, probability, sampled, entropy, candidates} = step;
      const position = positionOfStep(data, index);
      return [
        {text: tokenText(token, "dot"), value: token.text},
        {text: count(position), value: position},
        {text: String(token.id), value: token.id},
        share(probability),
        {text: rankOf(step), value: candidates.find(({id}) => id === token.id)?.rank ?? null},
        ...(drawn ? [share(sampled)] : []),
        {text: bits(entropy), value: entropy}
      ];
    }),
    more: [candidatesTable(data)]
  };
}

function candidatesTable(data: Generation): TableData {
  return {
    caption: "What else could have stood there",
    columns: [
      {label: "candidate", mono: true},
      {label: "position"},
      {label: "rank"},
      {label: "id"},
      {label: "probability"},
      {label: "logit"}
    ],
    rows: data.steps.flatMap(({candidates}, index) =>
      candidates.map((candidate) => {
        const position = positionOfStep(data, index);
        return [
          {text: tokenText(candidate, "dot"), value: candidate.text},
          {text: count(position), value: position},
          {text: count(candidate.rank), value: candidate.rank},
          {text: String(candidate.id), value: candidate.id},
          share(candidate.probability),
          {text: decimal(candidate.logit), value: candidate.logit}
        ];
      })
    )
  };
}

/** Returns every token that beam search has looked at. */
export function treeTable(data: Generation): TableData {
  const {columns, byId} = placeTree(data);
  return {
    caption: `What beam search looked at${ran(data)}`,
    columns: [
      {label: "token", mono: true},
      {label: "token number"},
      {label: "node"},
      {label: "after node"},
      {label: "after", mono: true},
      {label: "probability"},
      {label: "all so far, logarithm"},
      {label: "what became of it"}
    ],
    rows: columns.flat().map((placed) => {
      const {node} = placed;
      const before = node.parent === null ? undefined : byId.get(node.parent)?.node;
      return [
        {text: tokenText(tokenOf(node), "dot"), value: node.text},
        {text: count(node.step + 1), value: node.step + 1},
        {text: String(node.id), value: node.id},
        {text: node.parent === null ? absent : String(node.parent), value: node.parent},
        before
          ? {text: tokenText(tokenOf(before), "dot"), value: before.text}
          : {text: "the prompt", value: null},
        share(node.probability),
        {text: decimal(node.logprob), value: node.logprob},
        {text: fateOf(placed)}
      ];
    })
  };
}
