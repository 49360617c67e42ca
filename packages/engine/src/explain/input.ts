/** From what the caller gives to checked ids and tokens. */
import type {ModelInput, TokenName} from "../api.ts";
import {InputError, shown} from "../errors.ts";
import type {Token} from "../results.ts";
import {encodeChat} from "../tokenizers/chat.ts";
import type {EncodedChat} from "../tokenizers/chat.ts";
import type {Batch} from "./feeds.ts";
import type {Session} from "./session.ts";

export interface Encoded {
  readonly batch: Batch;
  /** The input's tokens, without the decoder's. */
  readonly tokens: readonly Token[];
  /** The decoder's, start token included; empty without decoder. */
  readonly decoderTokens: readonly Token[];
  /** What tokens that are written on it know of the conversation; null behind a plain text. */
  readonly answer: Pick<Token, "turn" | "role" | "template"> | null;
  /** Whether the caller said what the decoder was fed: then it is part of the input to be explained. */
  readonly decoderGiven: boolean;
}

export const textOf = ({tokenizer}: Session, id: number): string | null => {
  // The table may have more rows than the vocabulary has entries, and those need not be all at its end.
  return tokenizer?.knows(id) ? tokenizer.piece(id) : null;
};

/** Returns the text of ids; a row of the table that no token has is "#28" there. Null without tokenizer. */
export function textOfIds({tokenizer}: Session, ids: readonly number[]): string | null {
  if (!tokenizer) return null;
  const runs: {readonly known: boolean; readonly ids: number[]}[] = [];
  for (const id of ids) {
    const known = tokenizer.knows(id);
    if (runs.at(-1)?.known === known) runs.at(-1)!.ids.push(id);
    else runs.push({known, ids: [id]});
  }
  return runs
    .map((run) => (run.known ? tokenizer.decode(run.ids) : run.ids.map((id) => `#${id}`).join("")))
    .join("");
}

export function tokenAt(session: Session, id: number): Token {
  const {tokenizer} = session;
  const text = textOf(session, id);
  const special =
    tokenizer !== null &&
    (Object.values(tokenizer.special).includes(id) || tokenizer.isSpecial(id));
  const bytes = text === null ? {} : tokenizer?.bytesOf(id);
  return {id, text, word: null, start: null, end: null, special, ...bytes};
}

/**
 * Returns the input as ids, checked; *limit* is the longest, in tokens, and defaults to what the model reads. Throws
 * InputError when it is empty, too long or out of the vocabulary.
 */
export function encode(
  session: Session,
  input: ModelInput,
  limit: number = session.graph.context
): Encoded {
  const given = typeof input === "string" ? {text: input} : input;
  const chat = given.ids ? null : chatOf(session, given);
  const tokens = given.ids
    ? tokensOf(session, given.ids, "ids")
    : (chat?.tokens ?? tokensOfText(session, given.text));
  const {start, kind} = session.graph;
  if (
    tokens.length === 0 ||
    (!given.ids && !given.messages && tokens.every(({special}) => special))
  ) {
    if (!given.ids && given.text !== undefined && given.text.length > 0 && tokens.length > 0) {
      // Only control tokens, but written by hand: that is a text too.
    } else
      throw new InputError("the prompt is empty: got 0 tokens, expected at least 1; write a word");
  }
  if (tokens.length > limit) {
    throw new InputError(
      `the prompt is too long: got ${tokens.length} tokens, this model reads at most ${limit}; shorten it by ${tokens.length - limit}`
    );
  }
  const row = (
    name: string,
    values: readonly number[] | undefined
  ): readonly (readonly number[])[] | undefined => {
    if (!values) return undefined;
    if (values.length === tokens.length) return [values];
    throw new InputError(
      `${name}: got ${values.length} numbers for ${tokens.length} tokens; give one per token`
    );
  };
  const {shiftedBy} = session.graph;
  const shifted =
    shiftedBy === undefined ? null : [shiftedBy, ...tokens.slice(0, -1).map(({id}) => id)];
  const decoder = kind === "encoder-decoder" || shifted !== null;
  if (given.decoderIds && !decoder)
    throw new InputError(
      "decoder ids were given, but this model has no decoder of its own; leave them out"
    );
  const decoderTokens = decoder
    ? tokensOf(session, given.decoderIds ?? shifted ?? [start ?? 0], "decoder ids")
    : [];
  if (decoder && decoderTokens.length === 0)
    throw new InputError("decoder ids are empty; expected at least the start token");
  return {
    batch: {
      ids: [tokens.map(({id}) => id)],
      decoderIds: decoder ? [decoderTokens.map(({id}) => id)] : undefined,
      types: row("types", given.types),
      mask: row("mask", given.mask),
      ...(chat && chat.notices.length > 0 ? {notices: chat.notices} : {})
    },
    tokens,
    decoderTokens,
    answer: chat?.answer ?? null,
    decoderGiven: given.decoderIds !== undefined || shifted !== null
  };
}

/** Returns the input with these tokens behind it: the decoder's, where there is one. */
export function followed({graph}: Session, encoded: Encoded, produced: readonly Token[]): Encoded {
  if (produced.length === 0) return encoded;
  const ids = produced.map(({id}) => id);
  const {batch, tokens, decoderTokens, answer} = encoded;
  if (graph.kind === "encoder-decoder")
    return {
      ...encoded,
      batch: {...batch, decoderIds: batch.decoderIds!.map((row) => [...row, ...ids])},
      decoderTokens: [...decoderTokens, ...produced]
    };
  return {
    ...encoded,
    batch: {...batch, ids: batch.ids.map((row) => [...row, ...ids])},
    tokens: [...tokens, ...produced.map((token) => ({...token, ...answer}))]
  };
}

/** Returns a conversation's tokens, and who speaks behind it; null where the input is none. */
function chatOf(
  session: Session,
  {messages, continue: open, literal}: Exclude<ModelInput, string>
): (EncodedChat & {readonly answer: NonNullable<Encoded["answer"]>}) | null {
  const {tokenizer} = session;
  if (!messages) {
    const stray = open ? "continue" : literal ? "literal" : null;
    if (stray)
      throw new InputError(`${stray} was given without messages; leave it out, or give a chat`);
    return null;
  }
  if (!tokenizer?.chatTemplate)
    throw new InputError(
      "this model has no chat template, so it knows no roles; give a text instead of messages"
    );
  const encoded = encodeChat(tokenizer, {messages, continue: open, literal});
  checkTokens(session, encoded.tokens);
  const turn = open ? messages.length - 1 : messages.length;
  return {...encoded, answer: {turn, role: messages[turn]?.role ?? "assistant", template: false}};
}

function tokensOfText(session: Session, text: string | undefined): readonly Token[] {
  if (text === undefined) throw new InputError("no input: expected a text or ids");
  if (!session.tokenizer) throw withoutTokenizer(session);
  return checkTokens(session, session.tokenizer.encode(text));
}

/** Returns what to say where a text is given to a model without tokenizer: why there is none, and what to do. */
export const withoutTokenizer = (
  {noTokenizer}: Session,
  therefore: string = "it cannot read a text; give ids"
): InputError => new InputError(`this model has no tokenizer, so ${therefore} (${noTokenizer})`);

function tokensOf(session: Session, ids: readonly number[], what: string): readonly Token[] {
  for (const id of ids) checkId(session, id, what);
  return ids.map((id) => tokenAt(session, id));
}

/** Returns whether the model's table has a row of this id. */
export const isIdOf = ({vocabulary}: Session["graph"], id: unknown): id is number =>
  Number.isInteger(id) && Number(id) >= 0 && Number(id) < vocabulary;

function checkId({graph}: Session, id: number, what: string): void {
  if (isIdOf(graph, id)) return;
  throw new InputError(
    `${what}: got ${shown(id)}, expected whole numbers from 0 to ${graph.vocabulary - 1}`
  );
}

/** Throws InputError for tokens of a vocabulary that is larger than the model's table. */
export function checkTokens({graph}: Session, tokens: readonly Token[]): readonly Token[] {
  const odd = tokens.find(({id}) => !isIdOf(graph, id));
  if (!odd) return tokens;
  throw new InputError(
    `${JSON.stringify(odd.text)} is token ${odd.id} of the tokenizer, but the model's table has ${graph.vocabulary} rows (0 to ${graph.vocabulary - 1}); leave that token out, or save the model again after resize_token_embeddings, if it is the model's own tokenizer`
  );
}

const answersOf = ({graph}: Session): number =>
  graph.head ? graph.vocabulary : (graph.logits.shape.at(-1) as number);

/**
 * Returns the one token of that exact text, or of "#id" (of a classifier's answers, unless `limit` says of what). Throws
 * InputError naming the tokens when there are several.
 */
export function resolveToken(
  session: Session,
  name: TokenName,
  limit: number = answersOf(session)
): Token {
  const id = typeof name === "number" ? name : /^#(\d+)$/.exec(name)?.[1];
  if (id !== undefined) {
    if (!Number.isInteger(Number(id)) || Number(id) < 0 || Number(id) >= limit) {
      throw new InputError(`token id ${id} is out of range, expected 0 to ${limit - 1}`);
    }
    return tokenAt(session, Number(id));
  }
  if (!session.tokenizer)
    throw withoutTokenizer(session, `it does not know ${JSON.stringify(name)}; give #id`);
  const {special, tokenOf} = session.tokenizer;
  const tokens = checkTokens(session, tokenOf(String(name)));
  // The unknown token itself is an answer only to its own name.
  const known = tokens[0]?.id !== special.unk || textOf(session, special.unk!) === name;
  if (tokens.length === 1 && known) return tokens[0]!;
  if (tokens.length === 1)
    throw new InputError(
      `${JSON.stringify(name)} is not in the vocabulary; choose another token, or give #id`
    );
  if (tokens.length === 0)
    throw new InputError('got "", which is no token; expected one, such as " London", or #id');
  const spaced = String(name).startsWith(" ") ? String(name).trimStart() : ` ${String(name)}`;
  const one =
    spaced !== "" && tokenOf(spaced).length === 1
      ? `, or ${JSON.stringify(spaced)}, which is one`
      : "";
  const parts = tokens.map(({id: part, text}) => `${JSON.stringify(text)} (#${part})`).join(", ");
  throw new InputError(
    `${JSON.stringify(name)} is ${tokens.length} tokens: ${parts}; expected one; name one of them${one}, or give #id`
  );
}

/** Returns where a question is read unless the caller says: the first mask, else the last position. */
export function positionOf(
  session: Session,
  {tokens, decoderTokens}: Encoded,
  asked?: number
): number {
  const {kind} = session.graph;
  const length = kind === "encoder-decoder" ? decoderTokens.length : tokens.length;
  if (asked !== undefined) {
    const position = asked < 0 ? length + asked : asked;
    if (Number.isInteger(position) && position >= 0 && position < length) return position;
    throw new InputError(`position ${asked} is not in the prompt, expected 0 to ${length - 1}`);
  }
  const mask = session.tokenizer?.special.mask;
  const masked =
    kind === "masked" && mask !== null && mask !== undefined
      ? tokens.findIndex(({id}) => id === mask)
      : -1;
  return masked >= 0 ? masked : length - 1;
}
