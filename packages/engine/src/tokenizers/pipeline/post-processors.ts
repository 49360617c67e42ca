/** What tokenizers put around a text, and whether its tokens' ranges hold the spaces at their ends. */
import {SourceError, UnsupportedError} from "../../errors.ts";
import type {Kinds} from "../components.ts";
import type {Given} from "../fields.ts";
import {flag, isRecord, pair, template} from "../fields.ts";
import {spaceChar} from "./byte-level.ts";
import {isSpace} from "./characters.ts";
import type {TextToken} from "./pipeline.ts";

/** What is done to the tokens of a text. */
export interface PostProcessor {
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** Returns the tokens with their ranges changed. */
  readonly trim: (tokens: readonly TextToken[], text: string) => readonly TextToken[];
}

const asTheyAre: PostProcessor["trim"] = (tokens) => tokens;

/** Takes the spaces at a token's ends out of its range, but one that was added before the text. */
const trimming =
  (prefixed: boolean): PostProcessor["trim"] =>
  (tokens, text) =>
    tokens.map((token, at) => {
      const {value} = token;
      let lead = spacesAt(value, 0, 1);
      const trail = spacesAt(value, value.length - 1, -1);
      if (lead === 0 && trail === 0) return token;
      // Of several, none was added.
      if (prefixed && lead === 1 && (at === 0 || token.start === 0)) lead = 0;
      const start = Math.min(moved(text, token.start, lead), token.end);
      const end = Math.max(moved(text, token.end, -trail), start);
      return {...token, start, end};
    });

function spacesAt(value: string, from: number, step: 1 | -1): number {
  let count = 0;
  for (let at = from; value[at] === spaceChar || isSpace(value[at] ?? ""); at += step) count++;
  return count;
}

/** Returns the place so many characters further. */
function moved(text: string, from: number, by: number): number {
  let at = from;
  for (let left = by; left > 0 && at < text.length; left--)
    at += text.codePointAt(at)! > 0xffff ? 2 : 1;
  for (let left = by; left < 0 && at > 0; left++)
    at -= at > 1 && text.codePointAt(at - 2)! > 0xffff ? 2 : 1;
  return at;
}

const idOf = (token: unknown): number => (token as readonly [string, number])[1];

const bert = ({cls, sep}: Given): PostProcessor => ({
  before: [idOf(cls)],
  after: [idOf(sep)],
  trim: asTheyAre
});

const roberta = (given: Given): PostProcessor => {
  const {trim_offsets: trims = true, add_prefix_space: prefixed = true} = given;
  return {...bert(given), trim: trims ? trimming(prefixed as boolean) : asTheyAre};
};

const byteLevel = ({trim_offsets: trims = true, add_prefix_space: prefixed = true}: Given) => ({
  before: [],
  after: [],
  trim: trims ? trimming(prefixed as boolean) : asTheyAre
});

const templated = ({single, special_tokens: specials}: Given, where: string): PostProcessor => {
  const sides: [number[], number[]] = [[], []];
  let texts = 0;
  for (const item of single as readonly Readonly<Record<string, {readonly id: string}>>[]) {
    const name = item["SpecialToken"]?.id;
    if (name === undefined) texts++;
    else sides[texts > 0 ? 1 : 0].push(...idsOf(specials, name, where));
  }
  if (texts !== 1)
    throw new UnsupportedError(
      `tokenizer.json: ${where}.single holds the text ${texts} times, expected once; give ids of tokens in the place of texts, or take another model`
    );
  return {before: sides[0], after: sides[1], trim: asTheyAre};
};

function idsOf(specials: unknown, name: string, where: string): readonly number[] {
  const entry = isRecord(specials) && Object.hasOwn(specials, name) ? specials[name] : undefined;
  const ids = isRecord(entry) ? entry["ids"] : undefined;
  if (!Array.isArray(ids) || !ids.every((id) => Number.isInteger(id) && Number(id) >= 0))
    throw new SourceError(
      `tokenizer.json: ${where}.single has the token ${JSON.stringify(name).slice(0, 60)}, of which special_tokens gives no ids; copy or download the file again`
    );
  return ids as readonly number[];
}

export const postProcessors: Kinds<PostProcessor> = {
  kinds: {
    BertProcessing: {fields: {sep: pair, cls: pair}, needed: ["sep", "cls"], make: bert},
    ByteLevel: {fields: {add_prefix_space: flag, trim_offsets: flag}, make: byteLevel},
    RobertaProcessing: {
      fields: {sep: pair, cls: pair, trim_offsets: flag, add_prefix_space: flag},
      needed: ["sep", "cls"],
      make: roberta
    },
    TemplateProcessing: {
      fields: {single: template, special_tokens: () => {}},
      needed: ["single"],
      make: templated
    }
  },
  parts: "processors",
  sequence: (steps) => ({
    before: steps.toReversed().flatMap(({before}) => before),
    after: steps.flatMap(({after}) => after),
    trim: (tokens, text) => steps.reduce((made, {trim}) => trim(made, text), tokens)
  })
};
