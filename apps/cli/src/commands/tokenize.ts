import type {Token, Tokenization} from "@ecco/engine";
import type {Command} from "commander";
import {addInput, type InputOptions} from "../input/options.ts";
import {tokenCell} from "../output/format.ts";
import {table, type Cell, type Column} from "../output/table.ts";
import {answerWith} from "./model-command.ts";

const turnColumns: readonly Column[] = [
  {title: "turn", align: "right"},
  {title: "role"},
  {title: "by"}
];

/** Returns whose message a token belongs to, and whether it is said or the template's. */
const turnCells = ({turn, role, template}: Token): Cell[] => [
  turn === undefined ? "–" : String(turn),
  role ?? "–",
  template ? {text: "template", style: "dim"} : "said"
];

/** Adds `ecco tokenize`. */
export function tokenize(program: Command, signal: AbortSignal): void {
  const command = addInput(program.command("tokenize").description("show the tokens of a text"));
  answerWith<InputOptions, Tokenization>(
    command,
    {
      // Nothing is computed, so no fast backend needs starting.
      backend: "reference",
      ask: async (model, input) => ({tokens: model.tokenize(input)}),
      show: ({tokens}) => {
        const chat = tokens.some(({template}) => template !== undefined);
        return table(
          [
            {title: "position", align: "right"},
            {title: "token"},
            {title: "id", align: "right"},
            {title: "word", align: "right"},
            {title: "range"},
            ...(chat ? turnColumns : [])
          ],
          tokens.map((token, i) => [
            String(i),
            tokenCell(token),
            String(token.id),
            token.word === null ? "–" : String(token.word),
            token.start === null ? "" : `${token.start}–${token.end}`,
            ...(chat ? turnCells(token) : [])
          ])
        );
      }
    },
    signal
  );
}
