import {InputError} from "@ecco/engine";
import type {ModelInput, Patching, PatchOptions, PatchSite, TargetKind} from "@ecco/engine";
import {Option, type Command} from "commander";
import {idList, integer, type GlobalOptions} from "../input/options.ts";
import {readInput} from "../input/read-input.ts";
import {number, provenanceLine, signed, tokenText} from "../output/format.ts";
import {print, status} from "../output/streams.ts";
import {paint, table} from "../output/table.ts";
import {load} from "./model-command.ts";

const sites: readonly PatchSite[] = ["residual", "attention", "mlp", "head"];
const targets: readonly TargetKind[] = ["logit", "logprob", "probability"];

interface PatchFlags
  extends
    GlobalOptions,
    Pick<PatchOptions, "target" | "foil" | "of" | "position" | "site" | "stack" | "gradient"> {
  readonly ids?: readonly number[];
  readonly corruptIds?: readonly number[];
}

/** Adds `ecco patch`. */
export function patch(program: Command, signal: AbortSignal): void {
  program
    .command("patch")
    .description("put inner values of one run into another, and see which of them carry the answer")
    .argument("<model>", "embedded name, folder, or http(s) address of a folder")
    .argument("[clean]", "the text whose values are put in; @FILE reads a file")
    .argument("[corrupt]", "the text they are put into, of as many tokens")
    .addOption(new Option("--ids <list>", "token ids instead of CLEAN: 5,17,3").argParser(idList))
    .addOption(new Option("--corrupt-ids <list>", "token ids instead of CORRUPT").argParser(idList))
    .option("--target <token>", "token whose number is told; defaults to the most probable one")
    .option("--foil <token>", "token it is contrasted with")
    .addOption(
      new Option("--of <scalar>", "what of the target; defaults to logit").choices(targets)
    )
    .addOption(
      new Option("--position <p>", "where the target is read; defaults to the last").argParser(
        integer
      )
    )
    .addOption(new Option("--site <which>", "what is put in; defaults to residual").choices(sites))
    .addOption(
      new Option("--stack <which>", "of encoder–decoder models; defaults to decoder").choices([
        "decoder",
        "encoder",
        "cross"
      ])
    )
    .option("--gradient", "attribution patching too: the same to first order, from one run back")
    .action(
      async (
        source: string,
        clean: string | undefined,
        corrupt: string | undefined,
        _: unknown,
        self: Command
      ) => {
        const flags = self.optsWithGlobals<PatchFlags>();
        const [first, second] = await inputsOf(clean, corrupt, flags);
        const model = await load(source, flags, undefined, signal);
        try {
          const {target, foil, of, position, site, stack, gradient} = flags;
          const given: PatchOptions = Object.fromEntries(
            Object.entries({target, foil, of, position, site, stack, gradient}).filter(
              ([, value]) => value !== undefined
            )
          );
          const answer = await model.patch(first, second, {
            ...given,
            signal,
            progress: (done, total) => status(`patching ${done}/${total}`)
          });
          print(flags.json ? JSON.stringify(answer) : show(answer));
        } finally {
          model.dispose();
        }
      }
    );
}

async function inputsOf(
  clean: string | undefined,
  corrupt: string | undefined,
  {ids, corruptIds}: PatchFlags
): Promise<readonly [ModelInput, ModelInput]> {
  if ((ids === undefined) !== (corruptIds === undefined))
    throw new InputError("input: expected both --ids and --corrupt-ids, or CLEAN and CORRUPT");
  if (ids === undefined && (clean === undefined || corrupt === undefined))
    throw new InputError(
      "input: expected two texts, CLEAN and CORRUPT, or --ids and --corrupt-ids"
    );
  return [
    await readInput(clean, ids ? {ids} : {}),
    await readInput(corrupt, corruptIds ? {ids: corruptIds} : {})
  ];
}

/** Layers down, positions (or heads) across: the share of the clean answer each value brings back. */
function show({
  site,
  values,
  recovered,
  clean,
  corrupt,
  target,
  tokens,
  cleanTokens,
  agreement,
  provenance
}: Patching): string {
  const columns =
    site === "head"
      ? values[0]!.map((_, head) => `head ${head}`)
      : tokens.map((token, index) => {
          const other = cleanTokens[index]!;
          return other.id === token.id
            ? tokenText(token)
            : `${tokenText(other)}→${tokenText(token)}`;
        });
  const told =
    target.id === null ? (target.text ?? "") : tokenText({id: target.id, text: target.text});
  const foil = target.foil ? ` − ${tokenText(target.foil)}` : "";
  return [
    `${target.of}(${told}${foil}): clean ${signed(clean)}, corrupt ${signed(corrupt)}; share of it that the clean ${site} brings back`,
    table(
      [
        {title: "layer", align: "right"},
        ...columns.map((title) => ({title, align: "right" as const}))
      ],
      (recovered ?? values).map((row, layer) => [
        String(layer),
        ...row.map((value) =>
          recovered && Math.abs(value) >= 0.5
            ? {text: value.toFixed(2), style: "green" as const}
            : value.toFixed(2)
        )
      ])
    ),
    ...(agreement === null
      ? []
      : [`attribution patching agrees to ${number(agreement)} (correlation)`]),
    paint(provenanceLine(provenance))
  ].join("\n");
}
