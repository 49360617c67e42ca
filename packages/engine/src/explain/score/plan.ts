/** Which rows are read to score a text, and where in them each of its tokens is predicted. */
import type {ModelInput} from "../../api.ts";
import {InputError, UnsupportedError} from "../../errors.ts";
import type {Token} from "../../results.ts";
import {spanTokens} from "../attribution/span.ts";
import {encode, followed, isIdOf} from "../input.ts";
import type {Encoded} from "../input.ts";
import {headless} from "../questions.ts";
import type {Session} from "../session.ts";
import type {ScoreOptions} from "./options.ts";
import {forwardWindows, middleWindows, readingOf} from "./windows.ts";
import type {Reading} from "./windows.ts";

/** One row of a batch. */
export interface Row {
  readonly encoded: Encoded;
  /** Positions of the row whose distributions are read, and which tokens of the text they predict. */
  readonly reads: readonly {readonly at: number; readonly token: number}[];
}

export interface Plan extends Reading {
  readonly order: "forward" | "masked";
  /** The text's tokens. */
  readonly tokens: readonly Token[];
  readonly source: readonly Token[] | null;
  readonly rows: readonly Row[];
  readonly windows: number;
}

type Given = Exclude<ModelInput, string>;

/** Returns the plan of a text. Throws InputError where there is nothing to score, UnsupportedError for models without a head. */
export function planOf(session: Session, input: ModelInput, options: ScoreOptions): Plan {
  const {graph} = session;
  const {kind} = graph;
  if (kind === "encoder") throw headless(graph, "so it predicts no tokens");
  if (!graph.head || !(kind === "causal" || kind === "masked" || kind === "encoder-decoder"))
    throw new UnsupportedError(
      `score: this model predicts no tokens (${kind}); give one that does, such as a causal or a masked one`
    );
  const given: Given = typeof input === "string" ? {text: input} : input;
  if (given.mask)
    throw new InputError("score: got a mask; every token of a text is read, so leave it out");
  const plan = kind === "masked" ? maskedPlan : forwardPlan;
  const made = plan(session, given, options);
  if (made.rows.some(({reads}) => reads.length > 0)) return made;
  const {length} = made.tokens;
  throw new InputError(
    `score: got a text of ${length} token${length === 1 ? "" : "s"} of which nothing predicts any; expected at least one token behind the first`
  );
}

/** Each token from those before it: the tokens of a text, of a continuation, or of a decoder. */
function forwardPlan(session: Session, given: Given, options: ScoreOptions): Plan {
  const {graph} = session;
  const {continuation} = options;
  const decoder = graph.kind === "encoder-decoder";
  if (decoder && continuation === undefined && given.decoderIds === undefined)
    throw new InputError(
      "score: this model's text is what its decoder writes; give it as continuation (or as decoderIds, its start token first)"
    );
  const before = encode(session, given, decoder ? undefined : Infinity);
  const whole =
    continuation === undefined
      ? before
      : followed(session, before, spanTokens(session, continuation));
  const tokens = decoder ? whole.decoderTokens : whole.tokens;
  const prompt = decoder ? before.decoderTokens : before.tokens;
  const first = continuation === undefined ? 1 : prompt.length;
  const lead = Math.max(decoder ? 1 : 0, addedBefore(tokens));
  const reading = readingOf(options, graph.context, lead);
  const size = reading.window - lead;
  const windows = forwardWindows(tokens.length - lead, size, reading.stride);
  const front = [...tokens.keys()].slice(0, lead);
  const rows = windows.map(({start, end, scored}, index): Row => {
    const places = [...front, ...[...tokens.keys()].slice(lead + start, lead + end)];
    // A start token is predicted where there are several: in the first window alone.
    const own = [...(index === 0 ? front : []), ...scored.map((at) => lead + at)];
    return {
      encoded: rowOf(whole, places, decoder),
      reads: own
        .filter((token) => token >= Math.max(first, 1))
        .map((token) => ({at: (token < lead ? token : token - start) - 1, token}))
    };
  });
  return {
    order: "forward",
    tokens,
    source: decoder ? whole.tokens : null,
    rows,
    windows: windows.length,
    ...reading
  };
}

/** Each token from all others: a copy of the text for each, with a mask in its place. */
function maskedPlan(session: Session, given: Given, options: ScoreOptions): Plan {
  const {graph, tokenizer} = session;
  if (options.continuation !== undefined)
    throw new InputError(
      "score: got a continuation, but a masked model reads a text from both sides; give the whole text"
    );
  const mask = tokenizer?.special.mask;
  if (!isIdOf(graph, mask))
    throw new InputError(
      "score: this model's tokenizer has no mask token, so nothing can be hidden"
    );
  const encoded = encode(session, given, Infinity);
  const {tokens} = encoded;
  const [lead, tail] = [addedBefore(tokens), addedBefore(tokens.toReversed())];
  const reading = readingOf(options, graph.context, lead + tail);
  const size = reading.window - lead - tail;
  const all = [...tokens.keys()];
  const windows = middleWindows(tokens.length - lead - tail, size, reading.stride);
  const rows = windows.flatMap(({start, end, scored}) => {
    const places = [
      ...all.slice(0, lead),
      ...all.slice(lead + start, lead + end),
      ...all.slice(tokens.length - tail)
    ];
    return scored
      .map((at) => lead + at)
      .filter((token) => !tokens[token]!.special)
      .map((token): Row => {
        const at = token - start;
        return {encoded: withMask(rowOf(encoded, places, false), at, mask), reads: [{at, token}]};
      });
  });
  return {order: "masked", tokens, source: null, rows, windows: windows.length, ...reading};
}

/** Returns how many tokens the tokenizer has put before a text. */
function addedBefore(tokens: readonly Token[]): number {
  const count = tokens.findIndex(({special, start}) => !special || start !== null);
  return count < 0 ? 0 : count;
}

/** Returns these places of an input as an input. */
function rowOf(whole: Encoded, places: readonly number[], decoder: boolean): Encoded {
  const {batch, tokens, decoderTokens} = whole;
  const chosen = <T>(list: readonly T[]): T[] => places.map((place) => list[place]!);
  if (decoder)
    return {
      ...whole,
      decoderTokens: chosen(decoderTokens),
      batch: {...batch, decoderIds: batch.decoderIds!.map(chosen)}
    };
  return {
    ...whole,
    tokens: chosen(tokens),
    batch: {...batch, ids: batch.ids.map(chosen), types: batch.types?.map(chosen)}
  };
}

const withMask = (row: Encoded, at: number, mask: number): Encoded => ({
  ...row,
  batch: {...row.batch, ids: row.batch.ids.map((ids) => ids.with(at, mask))}
});
