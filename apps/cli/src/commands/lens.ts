import {readFile} from "node:fs/promises";
import {readTranslators} from "@ecco/engine";
import {InputError} from "@ecco/engine/errors";
import type {
  Lens,
  LensGrid,
  LensLayer,
  LensMode,
  LensOptions,
  LensPart,
  LensStack
} from "@ecco/engine";
import {Option, type Command} from "commander";
import {addInput, integer, pick, positive, type InputOptions} from "../input/options.ts";
import {
  candidateText,
  number,
  percent,
  provenanceLine,
  signed,
  tokenText
} from "../output/format.ts";
import {paint, table} from "../output/table.ts";
import type {Cell} from "../output/table.ts";
import {answerWith} from "./model-command.ts";

const modes: readonly LensMode[] = ["norm", "raw", "frozen", "tuned", "jacobian"];
const parts: readonly LensPart[] = ["residual", "attention", "mlp"];
const stacks: readonly LensStack[] = ["decoder", "encoder", "cross"];

/** Options that go to the engine as they are. */
const passed = ["mode", "part", "stack", "position", "watch", "contrast", "top", "compat"] as const;

interface LensFlags
  extends InputOptions, Omit<Pick<LensOptions, (typeof passed)[number]>, "contrast"> {
  readonly contrast?: readonly string[];
  readonly translators?: string;
  readonly grid?: boolean;
}

/** Adds `ecco lens`. */
export function lens(program: Command, signal: AbortSignal): void {
  const command = addInput(
    program.command("lens").description("read each layer through the model's own output head")
  );
  for (const option of options()) command.addOption(option);
  answerWith<LensFlags, Lens | LensGrid>(
    command,
    {
      ask: async (model, input, flags, signal) => {
        const given = {...(await optionsOf(flags)), signal};
        return flags.grid ? model.lensGrid(input, given) : model.lens(input, given);
      },
      show: (answer) => ("cells" in answer ? showGrid(answer) : show(answer))
    },
    signal
  );
}

const options = (): Option[] => [
  new Option(
    "--mode <mode>",
    "with the final norm, without, with the last layer's deviation, or through matrices; defaults to norm"
  ).choices(modes),
  new Option("--part <part>", "what is read of each layer; defaults to residual").choices(parts),
  new Option("--stack <which>", "of encoder–decoder models; defaults to decoder").choices(stacks),
  new Option(
    "--translators <file>",
    "matrices for tuned and jacobian: 0.weight, 0.bias, 1.weight, … in a safetensors file"
  ),
  new Option("--position <p>", "where to read; defaults to the last position").argParser(integer),
  new Option("--grid", "read every position"),
  new Option("--watch <token...>", 'tokens followed through the layers: " London" #3576'),
  new Option("--contrast <token...>", "two tokens: how far the first is above the second"),
  new Option("--top <n>", "candidates a layer; defaults to 5").argParser(positive),
  new Option("--compat <with>", "the lens as the Python library Ecco had it").choices(["ecco"])
];

async function optionsOf(flags: LensFlags): Promise<LensOptions> {
  const {contrast, translators} = flags;
  if (contrast && contrast.length !== 2)
    throw new InputError(`--contrast: got ${contrast.length} tokens, expected two`);
  const given = pick(flags, passed) as LensOptions;
  return translators === undefined
    ? given
    : {...given, translators: readTranslators(await bytesOf(translators), translators)};
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new InputError(
      `--translators: ${path} could not be read (${(error as NodeJS.ErrnoException).code ?? "unknown"}); expected a safetensors file`
    );
  }
}

const titleOf = ({mode, part, stack}: Lens | LensGrid): string =>
  [
    "lens",
    `(${mode})`,
    ...(part === "residual" ? [] : [`of ${part}`]),
    ...(stack === "decoder" ? [] : [`of the ${stack}`])
  ].join(" ");

function show(answer: Lens): string {
  const {position, tokens, layers, contrast, provenance} = answer;
  const watched = layers[0]?.watch ?? [];
  const here = tokens[position];
  const right = (title: string) => ({title, align: "right" as const});
  return [
    `${titleOf(answer)} at position ${position}${here ? `, ${tokenText(here)}` : ""}`,
    table(
      [
        right("layer"),
        right("entropy"),
        right("to the end"),
        ...watched.map((token) => right(`rank ${tokenText(token)}`)),
        ...(contrast ? [right(contrast.map(tokenText).join(" − "))] : []),
        {title: "most probable"}
      ],
      layers.map(({layer, entropy, kl, top, watch, contrast: gap}) => [
        String(layer),
        `${number(entropy)} bit`,
        `${number(kl)} bit`,
        ...watch.map(({rank}): Cell => (rank === 1 ? {text: "1", style: "green"} : String(rank))),
        ...(gap === null ? [] : [signed(gap)]),
        top.map(candidateText).join("  ")
      ])
    ),
    paint(provenanceLine(provenance))
  ].join("\n");
}

/** Layers down, positions across: what each would say, and how sure it is. */
function showGrid(answer: LensGrid): string {
  const {tokens, layers, cells, provenance} = answer;
  const said = ({top: [first]}: LensLayer): string =>
    first ? `${tokenText(first)} ${percent(first.probability)}` : "";
  return [
    `${titleOf(answer)} at every position`,
    table(
      [{title: "layer", align: "right"}, ...tokens.map((token) => ({title: tokenText(token)}))],
      layers.map((layer, row) => [String(layer), ...cells[row]!.map(said)])
    ),
    paint(provenanceLine(provenance))
  ].join("\n");
}
