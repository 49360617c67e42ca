import {writeFile} from "node:fs/promises";
import {
  writeSafetensors,
  type SiteValue,
  type TargetKind,
  type Token,
  type Trace
} from "@ecco/engine";
import {InputError, SourceError} from "@ecco/engine/errors";
import {Option, type Command} from "commander";
import {addInput, integer, type InputOptions} from "../input/options.ts";
import {say} from "../output/streams.ts";
import {table} from "../output/table.ts";
import {answerWith} from "./model-command.ts";

interface RunFlags extends InputOptions {
  readonly capture?: readonly string[];
  readonly gradientOf?: GradientTarget;
  readonly position?: number;
  readonly tokens?: number;
  readonly out?: string;
}

interface GradientTarget {
  readonly of: TargetKind;
  readonly target: string;
}

interface RunAnswer {
  readonly tokens: readonly Token[];
  /** How many of them were produced. */
  readonly produced: number;
  readonly arrays: readonly Pick<SiteValue, "site" | "axes" | "shape">[];
  /** The file written, or null. */
  readonly out: string | null;
  readonly backend: string;
  readonly milliseconds: number;
}

/** Adds `ecco run`. */
export function run(program: Command, signal: AbortSignal): void {
  const command = addInput(
    program.command("run").description("write inner values of one run as safetensors"),
    false
  )
    .option(
      "--capture <site...>",
      "names or patterns: logits, embeddings, layers.*.residual; defaults to logits"
    )
    .option(
      "--gradient-of <scalar>",
      'also the gradient of "logit:#17" (or logprob:, probability:) by the embeddings',
      gradientTarget
    )
    .addOption(
      new Option(
        "--position <p>",
        "where the gradient's target is read; defaults to the last"
      ).argParser(integer)
    )
    .addOption(
      new Option(
        "--tokens <n>",
        "continue the text by so many tokens first, and capture those too"
      ).argParser(integer)
    )
    .option("--out <file>", "safetensors file to write");
  answerWith<RunFlags, RunAnswer>(
    command,
    {
      ask: async (model, input, {capture, gradientOf, position, tokens: more, out}, signal) => {
        if (position !== undefined && !gradientOf) {
          throw new InputError(
            "run: got --position without --gradient-of; it says where the gradient's target is read"
          );
        }
        const trace = await model.run(input, {
          signal,
          ...(capture ? {capture} : {}),
          ...(more === undefined ? {} : {generate: {tokens: more}}),
          ...(gradientOf
            ? {gradientOf: {...gradientOf, ...(position === undefined ? {} : {position})}}
            : {})
        });
        trace.provenance.notices?.forEach((notice) => say(`ecco: ${notice}`));
        if (out !== undefined) await save(out, trace);
        const arrays = [...trace.sites.values()].map(({site, axes, shape}) => ({
          site,
          axes,
          shape
        }));
        const {tokens, produced, backend, milliseconds} = trace;
        return {tokens, produced, arrays, out: out ?? null, backend, milliseconds};
      },
      show: ({arrays, out}) =>
        [
          table(
            [{title: "site"}, {title: "axes"}, {title: "shape"}],
            arrays.map(({site, axes, shape}) => [site, axes.join(", "), shape.join(" × ")])
          ),
          ...(out === null ? [] : [`written to ${out}`])
        ].join("\n")
    },
    signal
  );
}

async function save(path: string, trace: Trace): Promise<void> {
  const arrays = [...trace.sites.values()].map(({site, shape, data}) => ({
    name: site,
    dtype: data instanceof Float64Array ? ("F64" as const) : ("F32" as const),
    shape,
    data
  }));
  try {
    await writeFile(path, writeSafetensors(arrays));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    throw new SourceError(
      `${path}: cannot be written (${code}); give --out a file in an existing folder`,
      {cause: error}
    );
  }
}

function gradientTarget(text: string): GradientTarget {
  const match = /^(logit|logprob|probability):(.+)$/s.exec(text);
  if (!match) {
    throw new InputError(
      `--gradient-of: got ${JSON.stringify(text)}, expected logit:TOKEN, logprob:TOKEN or probability:TOKEN, as in "logit:#17"`
    );
  }
  return {of: match[1] as TargetKind, target: match[2]!};
}
