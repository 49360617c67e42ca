import type {Generation} from "@ecco/engine";
import {Option, type Command} from "commander";
import {addInput, positive, type InputOptions} from "../input/options.ts";
import {candidateText, number, percent, provenanceLine, tokenCell} from "../output/format.ts";
import {status} from "../output/streams.ts";
import {paint, table} from "../output/table.ts";
import {answerWith} from "./model-command.ts";

interface GenerateFlags extends InputOptions {
  readonly tokens?: number;
  readonly top?: number;
}

/** Adds `ecco generate`. */
export function generate(program: Command, signal: AbortSignal): void {
  const command = addInput(
    program
      .command("generate")
      .description("continue a text, answer it (encoder–decoder), or fill its masks")
  )
    .addOption(
      new Option("--tokens <n>", "how many new tokens at most; defaults to 8").argParser(positive)
    )
    .addOption(
      new Option("--top <n>", "candidates kept a step; defaults to 10").argParser(positive)
    );
  answerWith<GenerateFlags, Generation>(
    command,
    {
      ask: (model, input, {tokens, top}, signal) =>
        model.generate(input, {
          signal,
          ...(tokens ? {tokens} : {}),
          ...(top ? {top} : {}),
          progress: (_, index) => status(`token ${index + 1}`)
        }),
      show: ({steps, text, provenance}) =>
        [
          table(
            [
              {title: "token"},
              {title: "id", align: "right"},
              {title: "probability", align: "right"},
              {title: "entropy", align: "right"},
              {title: "others"}
            ],
            steps.map(({token, probability, entropy, candidates}) => [
              tokenCell(token),
              String(token.id),
              percent(probability),
              `${number(entropy)} bit`,
              candidates
                .filter(({id}) => id !== token.id)
                .slice(0, 4)
                .map(candidateText)
                .join("  ")
            ])
          ),
          ...(text === null ? [] : ["", text]),
          paint(provenanceLine(provenance))
        ].join("\n")
    },
    signal
  );
}
