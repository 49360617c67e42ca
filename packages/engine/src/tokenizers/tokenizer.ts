import {InputError, shown, SourceError, UnsupportedError} from "../errors.ts";
import type {Token} from "../results.ts";
import {findSpecial, standInOf, type SpecialIds} from "./special.ts";
import type {Piece} from "./control-tokens.ts";
import {tidied} from "./pipeline/decoders.ts";
import {Pipeline} from "./pipeline/pipeline.ts";
import {createSurface} from "./surface.ts";
import {withinTime} from "./time-limit.ts";
import {toTokenizerConfig, toTokenizerJson} from "./tokenizer-json.ts";
import type {TokenizerConfig} from "./tokenizer-json.ts";
import {wordIndices} from "./words.ts";

export interface Tokenizer {
  /** Returns the tokens of a text, the template's special tokens added and marked; `bare`: none added. */
  encode(text: string, options?: {readonly bare?: boolean}): Token[];
  /** Returns the tokens of a text given in pieces, nothing added; control tokens in literal ones are text. Throws InputError where a vocabulary knows them from plain text only as what they are. */
  encodePieces(pieces: readonly Piece[]): Token[];
  /** Returns the text of ids, special tokens left out. */
  decode(ids: readonly number[]): string;
  /** Whether an id is in the vocabulary. */
  knows(id: number): boolean;
  /** Returns the text of one token, with its leading space and without continuation marks. */
  piece(id: number): string;
  /** Returns `bytes` of a token where some of them are no whole character, else nothing. */
  bytesOf(id: number): Pick<Token, "bytes">;
  /** Returns the tokens of exactly this string, without special tokens: one, where the vocabulary has it. */
  tokenOf(text: string): Token[];
  readonly special: SpecialIds;
  /** Whether a token controls, and no text shows it. */
  isSpecial(id: number): boolean;
  /** Tokens that are found in a text before anything else. */
  readonly added: readonly {readonly content: string; readonly special: boolean}[];
  /** How a chat is written (Jinja); null where the model has none. */
  readonly chatTemplate: string | null;
  /** Entries of the vocabulary. */
  readonly size: number;
}

/**
 * Returns the tokenizer of a tokenizer.json (and, if there is one, tokenizer_config.json), parsed. It and all that the
 * tokenizer does are ended where the file's patterns do not end (time-limit.ts).
 */
export function createTokenizer(tokenizerJson: unknown, tokenizerConfig?: unknown): Tokenizer {
  const made = withinTime("tokenizer", null, () => create(tokenizerJson, tokenizerConfig));
  const {encode, encodePieces, decode, tokenOf} = made;
  return {
    ...made,
    encode: (text, options) => withinTime("text", text, () => encode(text, options)),
    encodePieces: (pieces) => withinTime("text", pieces, () => encodePieces(pieces)),
    decode: (ids) => withinTime("tokens", null, () => decode(ids)),
    tokenOf: (text) => withinTime("text", text, () => tokenOf(text))
  };
}

function create(tokenizerJson: unknown, tokenizerConfig: unknown): Tokenizer {
  const json = toTokenizerJson(tokenizerJson);
  const config = toTokenizerConfig(tokenizerConfig);
  const pipeline = asFile(() => new Pipeline(json));
  const surface = createSurface(json, new Set(json.added_tokens.map((token) => token.content)));
  const idOf = (name: string): number | null => pipeline.idOf(name) ?? null;
  const special = findSpecial(json, config, idOf);
  const standIn = standInOf(json, special);
  const {size} = pipeline;
  const isSpecial = (id: number): boolean =>
    id !== standIn && (pipeline.addedOf(id)?.special ?? false);

  const piece = (id: number): string => {
    const raw = pipeline.tokenOf(id);
    if (raw === undefined)
      throw new InputError(`token id ${id} is not in the vocabulary; expected 0 to ${size - 1}`);
    return surface.text(raw);
  };

  const bytesOf = (id: number): Pick<Token, "bytes"> => {
    const bytes = surface.bytes(pipeline.tokenOf(id) ?? "");
    return bytes ? {bytes} : {};
  };

  const content = (text: string, plain = false): Token[] => {
    const tokens = pipeline.encode(text, {plain});
    const words = wordIndices(
      text,
      tokens,
      tokens.filter(({id}) => isSpecial(id))
    );
    return tokens.map(({id, start, end}, at) => ({
      id,
      text: piece(id),
      word: words[at]!,
      start,
      end,
      special: isSpecial(id),
      ...bytesOf(id)
    }));
  };

  /** A piece that is not the first: behind a line break, so that no space is put before it as before a text. */
  const behind = ({text, literal: plain}: Piece): Token[] => {
    const lineBreak = content("\n");
    const tokens = content(`\n${text}`, plain);
    const fits = lineBreak.every(({id}, at) => tokens[at]?.id === id);
    return fits
      ? tokens.slice(lineBreak.length).map((token) => moved(token, -1))
      : content(text, plain);
  };

  const {before, after} = pipeline;
  for (const id of [...before, ...after])
    if (pipeline.tokenOf(id) === undefined)
      throw new SourceError(
        `tokenizer.json: post_processor adds the token id ${id}, which is not in the vocabulary; expected 0 to ${size - 1}; copy or download the file again`
      );
  const outside = (id: number): Token => ({
    id,
    text: piece(id),
    word: null,
    start: null,
    end: null,
    special: true
  });

  return {
    encode: (text, {bare = false} = {}) => [
      ...(bare ? [] : before.map(outside)),
      ...content(text),
      ...(bare ? [] : after.map(outside))
    ],
    encodePieces: (pieces) => {
      let start = 0;
      return pieces.flatMap((one, at) => {
        const made = at === 0 && !one.literal ? content(one.text) : behind(one);
        const own = idOf(one.text);
        if (one.literal && made.some(({id}) => id === own))
          throw new InputError(
            `literal: ${JSON.stringify(one.text)} is one token of this vocabulary in plain text too; leave it out of what is said`
          );
        start += one.text.length;
        return made.map((token) => moved(token, start - one.text.length));
      });
    },
    added: json.added_tokens.map(({content: name, special: is = false}) => ({
      content: name,
      special: is
    })),
    chatTemplate: chatTemplateOf(config),
    decode: (ids) => {
      for (const id of ids) piece(id);
      const kept = ids.filter((id) => !pipeline.addedOf(id)?.special);
      const text = kept.length ? pipeline.decode(kept) : "";
      return config["clean_up_tokenization_spaces"] === true ? tidied(text) : text;
    },
    knows: (id) => pipeline.tokenOf(id) !== undefined,
    piece,
    bytesOf,
    tokenOf: (text) => {
      const tokens = content(text);
      const id = tokens.length === 1 ? null : idOf(text);
      return id === null
        ? tokens
        : [
            {
              id,
              text: piece(id),
              word: 0,
              start: 0,
              end: text.length,
              special: isSpecial(id),
              ...bytesOf(id)
            }
          ];
    },
    special,
    isSpecial,
    size
  };
}

/** Has an error be one of the file: nobody has given a text yet. */
function asFile<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof SourceError || error instanceof UnsupportedError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new SourceError(
      `tokenizer.json: ${reason.slice(0, 2000).replaceAll(/\s+/g, " ").slice(0, 300)}`,
      {cause: error}
    );
  }
}

const moved = (token: Token, by: number): Token => ({
  ...token,
  start: Math.max(0, token.start! + by),
  end: Math.max(0, token.end! + by)
});

interface NamedTemplate {
  readonly name: string;
  readonly template: string;
}

const isTemplate = (value: unknown): value is NamedTemplate =>
  typeof value === "object" &&
  value !== null &&
  "name" in value &&
  typeof value.name === "string" &&
  "template" in value &&
  typeof value.template === "string";

/** Returns the one template, or the one called default. */
function chatTemplateOf({chat_template: said}: TokenizerConfig): string | null {
  if (said === undefined || said === null || typeof said === "string") return said ?? null;
  const named = (Array.isArray(said) ? said : [null]) as readonly unknown[];
  const odd = named.find((each) => !isTemplate(each));
  if (odd !== undefined)
    throw new SourceError(
      `tokenizer_config.json: chat_template is ${shown(said)}, expected a text or a list of {name, template}; copy or download the file again`
    );
  const templates = named.filter(isTemplate);
  return (templates.find(({name}) => name === "default") ?? templates[0])?.template ?? null;
}
