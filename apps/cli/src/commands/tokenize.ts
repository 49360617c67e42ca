import type {Tokenization} from "@ecco/engine";
import type {Command} from "commander";
import {addInput, type InputOptions} from "../input/options.ts";
import {tokenCell} from "../output/format.ts";
import {table} from "../output/table.ts";
import {answerWith} from "./model-command.ts";

/** Adds `ecco tokenize`. */
export function tokenize(program: Command, signal: AbortSignal): void {
  const command = addInput(program.command("tokenize").description("show the tokens of a text"));
  answerWith<InputOptions, Tokenization>(
    command,
    {
      // Nothing is computed, so no fast backend needs starting.
      backend: "reference",
      ask: async (model, input) => ({tokens: model.tokenize(input)}),
      show: ({tokens}) =>
        table(
          [
            {title: "position", align: "right"},
            {title: "token"},
            {title: "id", align: "right"},
            {title: "word", align: "right"},
            {title: "range"}
          ],
          tokens.map((token, i) => [
            String(i),
            tokenCell(token),
            String(token.id),
            token.word === null ? "–" : String(token.word),
            token.start === null ? "" : `${token.start}–${token.end}`
          ])
        )
    },
    signal
  );
}
