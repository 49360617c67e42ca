import {InvalidArgumentError, Option, type Command} from "commander";
import {addChat, type ChatFlags} from "./chat-options.ts";

/** Options every command takes, before or behind its name. */
export interface GlobalOptions {
  readonly json?: boolean;
  readonly verbose?: boolean;
  readonly backend: "auto" | "onnx" | "webgpu" | "reference";
  readonly dtype?: "float32" | "float64";
  readonly threads?: number;
  /** Not shown in the help: where the embedded models lie, for tests and unusual installations. */
  readonly models?: string;
}

export function addGlobalOptions(program: Command): Command {
  return program
    .option("--json", "print one JSON object on stdout")
    .option(
      "--verbose",
      "print the prompt as the model reads it, special tokens and chat template included, on stderr"
    )
    .addOption(
      new Option("--backend <name>", "what computes")
        .choices(["auto", "onnx", "webgpu", "reference"])
        .default("auto")
    )
    .addOption(
      new Option("--dtype <type>", "precision; float64 means the reference backend").choices([
        "float32",
        "float64"
      ])
    )
    .addOption(new Option("--threads <n>", "threads of the onnx backend").argParser(positive))
    .addOption(
      new Option("--models <place>", "folder or address of the embedded models").hideHelp()
    );
}

/** What a model reads, as given on the command line. */
export interface InputOptions extends ChatFlags {
  readonly ids?: readonly number[];
  readonly decoderIds?: readonly number[];
  readonly types?: readonly number[];
  readonly mask?: readonly number[];
  readonly batch?: string;
}

/** Adds MODEL, TEXT and what may stand for TEXT. */
export function addInput(command: Command, batch: boolean = true): Command {
  command
    .argument("<model>", "embedded name, folder, or http(s) address of a folder")
    .argument(
      "[text]",
      "the text; - reads stdin, @FILE reads a file (one final line break is dropped)"
    )
    .addOption(new Option("--ids <list>", "token ids instead of a text: 5,17,3").argParser(idList))
    .addOption(
      new Option(
        "--decoder-ids <list>",
        "what the decoder was fed, its start token included"
      ).argParser(idList)
    )
    .addOption(new Option("--types <list>", "segment of each token: 0,0,1").argParser(idList))
    .addOption(new Option("--mask <list>", "1 = real, 0 = padding: 1,1,0").argParser(bits));
  addChat(command);
  if (batch)
    command.option(
      "--batch <file>",
      'one input a line (JSONL), one answer a line: "text", or {"messages": […], "continue": true}; - reads stdin'
    );
  return command;
}

/** Returns a whole number of at least 1. */
export function positive(text: string): number {
  if (!/^\d+$/.test(text) || Number(text) < 1)
    throw new InvalidArgumentError("expected a whole number from 1.");
  return Number(text);
}

/** Returns a number. */
export function real(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || Number.isNaN(value))
    throw new InvalidArgumentError("expected a number.");
  return value;
}

/** Returns a whole number; −1 is the last position. */
export function integer(text: string): number {
  if (!/^-?\d+$/.test(text)) throw new InvalidArgumentError("expected a whole number.");
  return Number(text);
}

/** Returns token ids. */
export function idList(text: string): number[] {
  const parts = text.split(/[\s,]+/).filter(Boolean);
  if (parts.length === 0 || !parts.every((part) => /^\d+$/.test(part))) {
    throw new InvalidArgumentError("expected whole numbers between commas: 5,17,3.");
  }
  return parts.map(Number);
}

/** Returns lists of whole numbers: 0,1;5. */
export const groups = (text: string): number[][] => text.split(";").map(idList);

function bits(text: string): number[] {
  const list = idList(text);
  if (!list.every((bit) => bit === 0 || bit === 1))
    throw new InvalidArgumentError("expected zeros and ones: 1,1,0.");
  return list;
}

/** Returns the options that were given. */
export const given = <T extends object>(options: T): {[K in keyof T]?: Exclude<T[K], undefined>} =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };

/** Returns those of the named flags that were given. */
export const pick = <T extends object, K extends keyof T>(
  flags: T,
  names: readonly K[]
): {[N in K]?: Exclude<T[N], undefined>} =>
  given(Object.fromEntries(names.map((name) => [name, flags[name]])) as {[N in K]: T[N]});

/** Returns whole numbers, which may count from the end: 0,2,-1. */
export function integers(text: string): number[] {
  return text.split(",").map((part) => integer(part.trim()));
}
