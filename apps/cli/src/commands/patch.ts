import {patchSites} from "@ecco/engine";
import {InputError} from "@ecco/engine/errors";
import type {Patching, PatchOptions, PathPatching, PathPatchOptions} from "@ecco/engine";
import {Option, type Command} from "commander";
import {addChat, chatFlagsOf, type ChatFlags} from "../input/chat-options.ts";
import {idList, pick, type GlobalOptions} from "../input/options.ts";
import {pathEnd} from "../input/path-end.ts";
import {readPairs, type Pair} from "../input/read-pairs.ts";
import {readInput} from "../input/read-input.ts";
import {targeted, targetOptions, type TargetFlags} from "../input/target-options.ts";
import {showPatching, showPath} from "../output/show-patching.ts";
import {print, status} from "../output/streams.ts";
import {withPrompts} from "../output/with-prompts.ts";
import {answerBatch, load} from "./model-command.ts";

/** Options of a grid, and of a path. */
const ofGrid = ["site", "gradient"] as const;
const ofPath = ["to", "direction", "mlps"] as const;

interface PatchFlags
  extends
    GlobalOptions,
    ChatFlags,
    TargetFlags,
    Pick<PatchOptions, (typeof ofGrid)[number]>,
    Pick<PathPatchOptions, (typeof ofPath)[number]> {
  readonly from?: PathPatchOptions["from"];
  readonly ids?: readonly number[];
  readonly corruptIds?: readonly number[];
  readonly batch?: string;
}

/** Adds `ecco patch`. */
export function patch(program: Command, signal: AbortSignal): void {
  const command = program
    .command("patch")
    .description("put inner values of one run into another, and see which of them carry the answer")
    .argument("<model>", "embedded name, folder, or http(s) address of a folder")
    .argument("[clean]", "the text whose values are put in; @FILE reads a file")
    .argument("[corrupt]", "the text they are put into, of as many tokens");
  addChat(command, "each of CLEAN and CORRUPT");
  for (const option of [...patchOptions(), ...targetOptions()]) command.addOption(option);
  command.action(
    async (
      source: string,
      clean: string | undefined,
      corrupt: string | undefined,
      _: unknown,
      self: Command
    ) => {
      const flags = self.optsWithGlobals<PatchFlags>();
      const {from} = flags;
      const [alone, others] = from
        ? [ofGrid, "a grid; leave out --from"]
        : [ofPath, "a path; give --from"];
      const stray = alone.find((name) => flags[name] !== undefined);
      if (stray) self.error(`error: --${stray} is of ${others}, or leave out --${stray}`);
      const {batch} = flags;
      if (batch !== undefined && (clean !== undefined || flags.ids || flags.corruptIds))
        self.error("error: got texts or ids together with --batch, expected one of them");
      if (batch !== undefined && flags.messages !== undefined)
        self.error("error: got --messages together with --batch, expected one of them");
      const pair = batch === undefined ? await pairOf(clean, corrupt, flags) : undefined;
      const model = await load(source, flags, undefined, signal);
      const asked = flags.verbose ? withPrompts(model) : model;
      const work = {
        ...pick(flags, targeted),
        signal,
        progress: (done: number, total: number): void => status(`patching ${done}/${total}`)
      };
      const ask = (inputs: Pair): Promise<Patching | PathPatching> =>
        from
          ? asked.pathPatch(...inputs, {...pick(flags, ofPath), ...work, from})
          : asked.patch(...inputs, {...pick(flags, ofGrid), ...work});
      try {
        if (!pair) return await answerBatch(readPairs(batch!, flags), {one: ask}, signal);
        const answer = await ask(pair);
        const shown = (): string => ("from" in answer ? showPath(answer) : showPatching(answer));
        print(flags.json ? JSON.stringify(answer) : shown());
      } finally {
        model.dispose();
      }
    }
  );
}

const patchOptions = (): Option[] => [
  new Option("--ids <list>", "token ids instead of CLEAN: 5,17,3").argParser(idList),
  new Option("--corrupt-ids <list>", "token ids instead of CORRUPT").argParser(idList),
  new Option(
    "--batch <file>",
    'one {"clean": …, "corrupt": …} a line (JSONL), one answer a line; - reads stdin'
  ),
  new Option("--site <which>", "what is put in; defaults to residual").choices(patchSites),
  new Option("--gradient", "attribution patching too: the same to first order, from one run back"),
  new Option(
    "--from <end>",
    "patches one path instead of a grid: its sender, SITE:LAYER[:HEAD][@POSITION]"
  ).argParser(pathEnd),
  new Option("--to <end>", "its receiver; defaults to output, the target itself").argParser(
    (text) => (text === "output" ? text : pathEnd(text))
  ),
  new Option("--direction <which>", "of a path; defaults to denoise").choices(["denoise", "noise"]),
  new Option("--mlps <how>", "MLPs between; defaults to frozen").choices(["frozen", "recomputed"])
];

async function pairOf(
  clean: string | undefined,
  corrupt: string | undefined,
  {ids, corruptIds, ...flags}: PatchFlags
): Promise<Pair> {
  if ((ids === undefined) !== (corruptIds === undefined))
    throw new InputError("input: expected both --ids and --corrupt-ids, or CLEAN and CORRUPT");
  if (ids === undefined && (clean === undefined || corrupt === undefined))
    throw new InputError(
      "input: expected two texts, CLEAN and CORRUPT, or --ids and --corrupt-ids"
    );
  return [
    await readInput(clean, {...chatFlagsOf(flags), ...(ids ? {ids} : {})}),
    await readInput(corrupt, {...chatFlagsOf(flags), ...(corruptIds ? {ids: corruptIds} : {})})
  ];
}
