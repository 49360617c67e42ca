import {type ModelInput, type SpaceLayer, type SpaceOptions, type SpaceSite} from "@ecco/engine";
import {InvalidArgumentError, Option, type Command} from "commander";
import type {ChatFlags} from "./chat-options.ts";
import {readBatchInputs} from "./read-input.ts";
import {withoutOption} from "./without-option.ts";

const sites: readonly SpaceSite[] = ["residual", "neurons", "attention", "mlp"];

/** Options of commands that look at the states of layers. */
export type SpaceFlags = Pick<SpaceOptions, "site" | "layers" | "stack" | "without">;

/** Further texts of one question. */
export interface MoreFlags {
  readonly more?: string;
}

export function addSpaceOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--site <site>",
        "which states; defaults to residual, the stream after each block"
      ).choices(sites)
    )
    .addOption(
      new Option("--layers <list>", "0..5, or embedding,0,11; defaults to all").argParser(layers)
    )
    .addOption(
      new Option(
        "--stack <stack>",
        "of an encoder–decoder model: whose tokens; defaults to encoder"
      ).choices(["encoder", "decoder"])
    )
    .addOption(withoutOption());
}

export const addMore = (command: Command): Command =>
  command.option("--more <file>", "further texts, one a line (JSONL), taken together with TEXT");

/** Returns layers of a list of numbers, ranges a..b (both ends count) and "embedding". */
export function layers(text: string): SpaceLayer[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .flatMap((part): SpaceLayer[] => {
      if (part === "embedding") return [part];
      const [, from, to] = /^(\d+)(?:\.\.(\d+))?$/.exec(part) ?? [];
      const last = Number(to ?? from);
      if (from === undefined || last < Number(from))
        throw new InvalidArgumentError("expected layers: 0..5, or embedding,0,11.");
      return Array.from({length: last - Number(from) + 1}, (_, at) => Number(from) + at);
    });
}

/** Returns the input and what --more adds to it. Throws InputError for a line that is none. */
export async function withMore(
  input: ModelInput,
  {more, ...flags}: MoreFlags & ChatFlags
): Promise<ModelInput[]> {
  return more === undefined ? [input] : [input, ...(await readBatchInputs(more, flags))];
}
