import type {Score, ScoreOptions, Token, TokenScore} from "@ecco/engine";
import {Option, type Command} from "commander";
import {addInput, pick, positive, type InputOptions} from "../input/options.ts";
import {withoutOption} from "../input/without-option.ts";
import {candidateText, number, percent, provenanceLine, tokenCell} from "../output/format.ts";
import {status} from "../output/streams.ts";
import {bar, paint, table} from "../output/table.ts";
import type {Cell} from "../output/table.ts";
import {answerWith} from "./model-command.ts";

/** Options that go to the engine as they are. */
const passed = ["continuation", "window", "stride", "top", "rows", "without"] as const;

type ScoreFlags = InputOptions & Pick<ScoreOptions, (typeof passed)[number]>;

/** Adds `ecco score`. */
export function score(program: Command, signal: AbortSignal): void {
  const command = addInput(
    program
      .command("score")
      .description("say how probable each token of a text is: log-probabilities, ranks, perplexity")
  );
  for (const option of options()) command.addOption(option);
  const optionsOf = (flags: ScoreFlags, signal: AbortSignal): ScoreOptions => ({
    ...pick(flags, passed),
    signal,
    progress: (done, total) => status(`scoring token ${done}/${total}`)
  });
  answerWith<ScoreFlags, Score>(
    command,
    {
      ask: (model, input, flags, signal) => model.score(input, optionsOf(flags, signal)),
      askAll: (model, inputs, flags, signal) => model.scoreBatch(inputs, optionsOf(flags, signal)),
      show
    },
    signal
  );
}

const options = (): Option[] => [
  new Option(
    "--continuation <text>",
    "what follows TEXT, scored alone; of encoder–decoder models the decoder's text"
  ),
  new Option(
    "--window <n>",
    "tokens read at once at most; defaults to 1024, or the model's context"
  ).argParser(positive),
  new Option(
    "--stride <n>",
    "how far a window is ahead of the one before; defaults to half a window"
  ).argParser(positive),
  withoutOption("--without", "positions that are left out of the totals"),
  new Option("--top <n>", "likeliest tokens at each position; defaults to 5").argParser(positive),
  new Option("--rows <n>", "windows or masked copies read at once; defaults to 8").argParser(
    positive
  )
];

/** Alternatives that are told of a token; `--json` has all. */
const SHOWN = 3;

function show(answer: Score): string {
  const {tokens, scores, totals, order, windows, window, stride, provenance} = answer;
  const {tokens: count, bitsPerToken, bytes, bitsPerByte, perplexity, logprob} = totals;
  const right = (title: string) => ({title, align: "right" as const});
  const most = Math.max(...scores.map((score) => score?.surprise ?? 0), Number.MIN_VALUE);
  return [
    order === "masked"
      ? "each token from all others, a mask in its place"
      : "each token from those before it",
    table(
      [
        {title: "token"},
        right("probability"),
        right("log p"),
        right("bits"),
        {title: ""},
        right("rank"),
        right("entropy"),
        {title: "likeliest"}
      ],
      tokens.map((token, at) => rowOf(token, scores[at]!, most))
    ),
    `${count} token${count === 1 ? "" : "s"}: log-probability ${number(logprob).replace("-", "−")}, perplexity ${number(perplexity)}, ${number(bitsPerToken)} bits a token${bitsPerByte === null ? "" : `, ${number(bitsPerByte)} bits a byte (${bytes} bytes)`}`,
    ...(windows > 1
      ? [`read in ${windows} windows of at most ${window} tokens, each ${stride} ahead`]
      : []),
    paint(provenanceLine(provenance))
  ].join("\n");
}

function rowOf(token: Token, score: TokenScore | null, most: number): Cell[] {
  if (!score) return [tokenCell(token)];
  const {probability, logprob, surprise, rank, entropy, top} = score;
  return [
    tokenCell(token),
    percent(probability),
    number(logprob).replace("-", "−"),
    number(surprise),
    bar(surprise / most),
    rank === 1 ? {text: "1", style: "green"} : String(rank),
    number(entropy),
    top.slice(0, SHOWN).map(candidateText).join("  ")
  ];
}
