/** From a text to what a sentence encoder reads: prompt before it, in small letters where it wants them, cut where it ends. */
import type {ModelInput} from "../../api.ts";
import type {Token} from "../../results.ts";
import {checkTokens, encode, withoutTokenizer} from "../input.ts";
import type {Encoded} from "../input.ts";
import type {Session} from "../session.ts";
import type {SentenceModules} from "./modules.ts";
import type {EmbeddedText} from "./results.ts";
import {countedOf} from "./weights.ts";

export interface ReadText extends EmbeddedText {
  readonly encoded: Encoded;
  /** Positions that are pooled. */
  readonly counted: readonly number[];
}

const textOf = (input: ModelInput): string | null =>
  typeof input === "string" ? input : (input.ids ?? input.messages) ? null : (input.text ?? null);

/** Returns an input as it is read. Throws InputError where nothing can be read. */
export function readText(session: Session, input: ModelInput, modules: SentenceModules): ReadText {
  const text = textOf(input);
  if (text === null) {
    const encoded = encode(session, input);
    const {tokens} = encoded;
    return {
      text,
      tokens,
      truncated: 0,
      encoded,
      counted: countedOf(tokens.length, encoded.batch.mask?.[0], 0)
    };
  }
  const {tokenizer} = session;
  if (!tokenizer) throw withoutTokenizer(session);
  const written = (words: string): string => (modules.lowerCase ? words.toLowerCase() : words);
  const prompt = modules.prompt ?? "";
  const {kept, truncated} = cut(
    checkTokens(session, tokenizer.encode(written(prompt + text))),
    modules.limit
  );
  const given = typeof input === "string" ? {} : input;
  const encoded = encode(session, {...given, ids: kept.map(({id}) => id)});
  // A text of nothing has its special tokens alone, and a vector all the same.
  const before =
    prompt === "" || modules.withPrompt ? 0 : lengthOf(tokenizer.encode(written(prompt)));
  return {
    text,
    tokens: kept,
    truncated,
    encoded: {...encoded, tokens: kept},
    counted: countedOf(kept.length, encoded.batch.mask?.[0], before)
  };
}

/** A prompt is as long as its tokens without the one that would end it. */
const lengthOf = (tokens: readonly Token[]): number =>
  tokens.length - (tokens.at(-1)?.special ? 1 : 0);

/** Leaves out tokens at the end of a text that is too long; what the tokenizer puts behind every text stays. */
function cut(
  tokens: readonly Token[],
  limit: number
): {readonly kept: readonly Token[]; readonly truncated: number} {
  const truncated = Math.max(0, tokens.length - limit);
  if (truncated === 0) return {kept: tokens, truncated};
  let behind = 0;
  while (tokens.at(-1 - behind)?.start === null) behind++;
  const end = tokens.length - behind;
  return {kept: [...tokens.slice(0, end - truncated), ...tokens.slice(end)], truncated};
}
