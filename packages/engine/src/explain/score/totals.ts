/** Sums over a text's scores, and how many bytes they are of. */
import type {Token} from "../../results.ts";
import type {ScoreTotals, TokenScore} from "./results.ts";

const encoder = new TextEncoder();
const bytesIn = (text: string): number => encoder.encode(text).length;

/**
 * Returns how many bytes of the text each token stands for, what lies between it and the token before included; null
 * for what has no text.
 */
export function bytesOf(tokens: readonly Token[], text: string | null): (number | null)[] {
  let done = 0;
  return tokens.map((token) => {
    if (token.special && token.start === null) return 0;
    // Without the text: a token alone, of control tokens nothing.
    if (text === null || token.end === null)
      return token.special
        ? 0
        : (token.bytes?.length ?? (token.text === null ? null : bytesIn(token.text)));
    const from = done;
    done = Math.max(done, token.end);
    return bytesIn(text.slice(from, done));
  });
}

/** Returns the sums over counted tokens. */
export function totalsOf(
  scores: readonly (TokenScore | null)[],
  counted: readonly number[],
  bytes: readonly (number | null)[]
): ScoreTotals {
  let logprob = 0;
  let size: number | null = 0;
  for (const position of counted) {
    logprob += scores[position]!.logprob;
    const own: number | null = bytes[position]!;
    size = own === null || size === null ? null : size + own;
  }
  const tokens = counted.length;
  // Of a sum of nothing but certainties no minus zero.
  const bits = 0 - logprob / Math.LN2;
  return {
    tokens,
    logprob,
    bits,
    bitsPerToken: bits / tokens,
    perplexity: Math.exp(-logprob / tokens),
    bytes: size,
    bitsPerByte: size === null || size === 0 ? null : bits / size
  };
}
