/** The question of a lens: the head on every state at chosen positions. */
import type {ModelGraph} from "../../architectures/architecture.ts";
import type {Tensor} from "../../backends/backend.ts";
import {concat, input, matmul, reshape} from "../../graph/ops.ts";
import type {Node} from "../../graph/node.ts";
import type {Question} from "../session.ts";
import {frozenHead} from "./frozen-head.ts";
import type {Reading} from "./reading.ts";
import {translated} from "./translators.ts";

/** Logits [states, B, P, V] as they are read, and those of the last state as the model reads it [B, P, V]. */
export function lensQuestion(graph: ModelGraph, reading: Reading): Question {
  const {mode, part, stack, ecco, states, last, translation} = reading;
  const head = graph.head!;
  return {
    key: `lens:${mode}:${part}:${stack}:${ecco}`,
    outputs: () => {
      const chosen = input("select", ["B", "P", last.shape[1]!], {kind: "select"});
      const picked = (state: Node): Node => matmul(chosen, state);
      const rows = concat(
        states.map((state) => {
          const row = picked(state);
          return reshape(row, [1, ...row.shape]);
        }),
        0
      );
      const end = head(picked(last), {norm: true, bare: ecco});
      const read: {readonly [M in Reading["mode"]]: () => Node} = {
        norm: () => head(rows, {norm: true}),
        raw: () => head(rows, {norm: false, bare: ecco}),
        frozen: () => frozenHead(graph, rows, picked(last)),
        tuned: () => head(translated(rows, true), {norm: true}),
        jacobian: () => head(translated(rows, false), {norm: true})
      };
      const logits = read[mode]();
      // The stream through the norm ends with the model's own output.
      const known = mode === "norm" && part === "residual" && translation === null;
      return known ? {logits} : {logits, last: end};
    }
  };
}

/** Returns what is fed for it. */
export const translationFeeds = ({translation}: Reading): [string, Tensor][] =>
  translation
    ? [
        ["translators.weight", translation.weight],
        ["translators.bias", translation.bias]
      ]
    : [];
