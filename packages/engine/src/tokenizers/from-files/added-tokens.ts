/** Puts the tokens that other files add into a tokenizer.json, under the ids that those files say. */
import {shown, SourceError, UnsupportedError} from "../../errors.ts";
import {isRecord, isText} from "../fields.ts";
import {extraTokens, roles, tokenOf} from "./settings.ts";
import type {AddedToken, Role, Settings} from "./settings.ts";

type Json = Readonly<Record<string, unknown>>;

interface Stated {
  readonly token: AddedToken;
  /** The id a file says; undefined where it says none. */
  readonly id?: number;
  /** Which file says it. */
  readonly by: string;
}

export interface AddedBy {
  readonly settings: Settings;
  /** What added_tokens.json says: ids by their tokens. */
  readonly addedTokens?: Settings | undefined;
  /** Tokens with a role that the kind of tokenizer has by itself, where no file names them. */
  readonly usual?: {readonly [K in Role]?: unknown};
  /** Special tokens that the kind has by itself. */
  readonly extra?: readonly AddedToken[];
}

/** Returns the tokenizer.json with all that is added. Throws UnsupportedError where two files say two things of one id. */
export function withAdded(json: Json, added: AddedBy): Json {
  const ids = new Map<string, number>(vocabularyOf(json["model"]));
  const taken = new Map([...ids].map(([content, id]) => [id, content]));
  const tokens = new Map<string, AddedToken & {readonly id: number}>();
  const own = Array.isArray(json["added_tokens"])
    ? (json["added_tokens"] as readonly unknown[])
    : [];
  for (const one of own) {
    const token = tokenOf(one, false);
    // What is malformed is said where the whole file is checked.
    if (!token || !isRecord(one) || !Number.isInteger(one["id"])) return json;
    put(token, Number(one["id"]));
  }
  const count = ids.size;
  for (const {token, id: stated, by} of statedBy(added, tokens)) {
    const known = ids.get(token.content) ?? tokens.get(token.content)?.id;
    const id = known ?? (stated !== undefined && taken.has(stated) ? stated : next());
    if (stated !== undefined && id !== stated)
      throw new UnsupportedError(
        `${by}: ${shown(token.content)} is token ${stated} there, and ${id} ${known === undefined ? "would follow the others" : "in the vocabulary"}; expected one id for it; AutoTokenizer.from_pretrained(…).save_pretrained(…) writes a tokenizer.json that says which`
      );
    const other = taken.get(id);
    if (other !== undefined && other !== token.content)
      throw new UnsupportedError(
        `${by}: token ${id} is ${shown(token.content)} there, and ${shown(other)} in the vocabulary; expected one token for it; AutoTokenizer.from_pretrained(…).save_pretrained(…) writes a tokenizer.json that says which`
      );
    put(token, id);
  }
  if (tokens.size === 0) return json;
  return {...json, added_tokens: [...tokens.values()].sort((a, b) => a.id - b.id)};

  function put(token: AddedToken, id: number): void {
    tokens.set(token.content, {...token, id});
    taken.set(id, token.content);
  }
  /** As the Rust library counts on. */
  function next(): number {
    let id = count;
    for (const token of tokens.values()) id = Math.max(id, token.id + 1);
    while (taken.has(id)) id++;
    return id;
  }
}

/** Yields every entry of a vocabulary with its id. */
function* vocabularyOf(model: unknown): Generator<readonly [string, number]> {
  const vocab = isRecord(model) ? model["vocab"] : undefined;
  if (Array.isArray(vocab)) {
    for (const [id, entry] of (vocab as readonly unknown[]).entries())
      if (Array.isArray(entry) && isText(entry[0])) yield [entry[0], id];
  } else if (isRecord(vocab))
    for (const [content, id] of Object.entries(vocab))
      if (Number.isInteger(id)) yield [content, Number(id)];
}

/** Returns what is to be added, in the order in which transformers does it. */
function* statedBy(
  {settings, addedTokens, usual = {}, extra = []}: AddedBy,
  known: ReadonlyMap<string, AddedToken>
): Generator<Stated> {
  const named = roles.flatMap((role): AddedToken[] => {
    const said = settings[`${role}_token`];
    const token = tokenOf(said === undefined ? usual[role] : said);
    return token ? [{...token, special: true}] : [];
  });
  const others = [...extra, ...extraTokens(settings)];
  const withRole = new Set(named.map(({content}) => content));
  const special = new Set([...withRole, ...others.map(({content}) => content)]);
  const asRole = (token: AddedToken): AddedToken =>
    withRole.has(token.content) ? {...token, special: true} : token;
  for (const {token, ...rest} of decoded(settings, addedTokens, special))
    yield {...rest, token: asRole(token)};
  // What is there already stays as it is: the files that say its id say its flags, too.
  const fixed = new Set(known.keys());
  const by = "tokenizer_config.json";
  for (const token of named) if (!fixed.has(token.content)) yield {token, by};
  for (const token of extra) if (!fixed.has(token.content)) yield {token: asRole(token), by};
  for (const token of extraTokens(settings)) if (!known.has(token.content)) yield {token, by};
}

function decoded(
  {added_tokens_decoder: decoder}: Settings,
  addedTokens: Settings | undefined,
  special: ReadonlySet<string>
): readonly Stated[] {
  if (isRecord(decoder)) {
    const by = "tokenizer_config.json: added_tokens_decoder";
    return Object.entries(decoder)
      .map(([key, said]): Stated & {readonly id: number} => {
        const token = tokenOf(said, false);
        if (!token || !/^\d{1,9}$/.test(key))
          throw new SourceError(
            `${by}: got ${shown(key)}: ${shown(said)}, expected an id and {"content": …}; copy or download the file again`
          );
        return {token, id: Number(key), by};
      })
      .sort((a, b) => a.id - b.id);
  }
  return Object.entries(addedTokens ?? {})
    .map(([content, id]) => {
      if (!Number.isInteger(id) || Number(id) < 0)
        throw new SourceError(
          `added_tokens.json: ${shown(content)} is ${shown(id)}, expected the id of a token; copy or download the file again`
        );
      const token = tokenOf(content, special.has(content))!;
      return {token, id: Number(id), by: "added_tokens.json"};
    })
    .sort((a, b) => a.id - b.id);
}
