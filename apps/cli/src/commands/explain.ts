import type {
  Attribution,
  AttributionMatrix,
  Baseline,
  ExplainAllOptions,
  ExplainOptions,
  ModelInput
} from "@ecco/engine";
import {Option, type Command} from "commander";
import {asksForChat, conversationOf} from "../input/chat-options.ts";
import {howOptions, whatOptions} from "../input/explain-options.ts";
import {addInput, pick, positive, type InputOptions} from "../input/options.ts";
import {showAttribution} from "../output/show-attribution.ts";
import {showMatrix} from "../output/show-matrix.ts";
import {status} from "../output/streams.ts";
import {answerWith} from "./model-command.ts";

/** Options that go to the engine as they are. */
const passed = [
  "method",
  "target",
  "foil",
  "of",
  "span",
  "expression",
  "position",
  "steps",
  "accuracy",
  "quadrature",
  "samples",
  "seed",
  "noise",
  "unit",
  "groups",
  "without",
  "window",
  "layer",
  "rule",
  "epsilon",
  "gamma",
  "decomposition",
  "reduce",
  "dimensions",
  "quality",
  "signs",
  "compat"
] as const;

/** Options of the matrix alone. */
const ofAll = ["which", "tokens", "continuation"] as const;

interface ExplainFlags extends InputOptions, Pick<ExplainOptions, (typeof passed)[number]> {
  readonly against?: string;
  readonly baseline?: readonly Baseline[];
  readonly baselineText?: string;
  readonly all?: true;
  readonly which?: "produced" | "prompt" | "all";
  readonly tokens?: number;
  readonly continuation?: string;
}

/** Adds `ecco explain`. */
export function explain(program: Command, signal: AbortSignal): void {
  const command = addInput(
    program.command("explain").description("say which input tokens made the model say something")
  );
  for (const option of [...whatOptions(), ...allOptions(), ...howOptions()])
    command.addOption(option);
  answerWith<ExplainFlags, Attribution | AttributionMatrix>(
    command,
    {
      ask: async (model, input, flags, signal) => {
        const {all, method, against} = flags;
        // In a conversation the other prompt is one too, with another text in it.
        const chat = asksForChat(flags) ? (other: string) => conversationOf(other, flags) : null;
        const many = pick(flags, ofAll);
        const given = {
          ...pick(flags, passed),
          ...(await baselineOf(flags, chat)),
          ...(against === undefined ? {} : {against: chat ? await chat(against) : against})
        };
        const work = {signal, progress: showProgress(all ? "token" : (method ?? "explaining"))};
        if (!all && Object.keys(many).length > 0)
          command.error("error: --which, --tokens and --continuation are of --all: give that too");
        return all
          ? model.explainAll(input, {...(given as ExplainAllOptions), ...many, ...work})
          : model.explain(input, {...given, ...work});
      },
      json: (answer) =>
        "rows" in answer || !answer.dimensions
          ? answer
          : {...answer, dimensions: answer.dimensions.map((row) => [...row])},
      show: (answer) => ("rows" in answer ? showMatrix(answer) : showAttribution(answer))
    },
    signal
  );
}

/** Returns all that was named; one by itself, for methods that read one. */
async function baselineOf(
  {baseline = [], baselineText: text}: ExplainFlags,
  chat: ((text: string) => Promise<ModelInput>) | null
): Promise<Pick<ExplainOptions, "baseline">> {
  const other = text === undefined ? [] : [chat ? await chat(text) : {text}];
  const all = [...baseline, ...(other as readonly Baseline[])];
  return all.length === 0 ? {} : {baseline: all.length === 1 ? all[0]! : all};
}

const allOptions = (): Option[] => [
  new Option("--all", "every produced token, each by those before it"),
  new Option("--which <tokens>", "of --all; defaults to produced").choices([
    "produced",
    "prompt",
    "all"
  ]),
  new Option("--tokens <n>", "how many are produced for --all; defaults to 8").argParser(positive),
  new Option("--continuation <text>", "what was produced, for --all")
];

const showProgress =
  (what: string) =>
  (done: number, total: number): void =>
    status(`${what} ${done}/${total}`);
