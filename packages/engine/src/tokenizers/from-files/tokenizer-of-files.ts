/** Builds a tokenizer.json from the files that older models have in its place. */
import {shown, UnsupportedError} from "../../errors.ts";
import {isRecord} from "../fields.ts";
import {withAdded} from "./added-tokens.ts";
import {kindOf} from "./choose-kind.ts";
import type {FromFiles, Kind, Vocabulary} from "./kind.ts";
import {pieceTypes} from "./sentence-piece.ts";
import type {SentencePieceModel} from "./sentence-piece.ts";
import {extraTokens, flagOf, roles, tokenOf} from "./settings.ts";
import type {AddedToken, Role, Settings} from "./settings.ts";
import {readMerges, readPieces, readVocabulary} from "./vocabulary-files.ts";

export interface BuiltTokenizer {
  readonly json: unknown;
  /** tokenizer_config.json, with the roles that the kind of tokenizer has by itself. */
  readonly settings: Settings;
}

/**
 * Returns the tokenizer of a folder without tokenizer.json, as Python's `transformers` builds it; null where its files
 * hold none.
 *
 * Throws UnsupportedError for a kind that is not read, SourceError for a malformed file.
 */
export function tokenizerOfFiles(given: FromFiles): BuiltTokenizer | null {
  const {files, addedTokens, where} = given;
  const kind = kindOf(given);
  if (!kind) return null;
  const pieces = kind.files === "pieces" ? readPieces(files, where) : null;
  const settings = pieces?.tiktoken?.completed?.(given.settings) ?? given.settings;
  const ofRole = (role: Role): AddedToken | null => {
    const said = settings[`${role}_token`];
    return tokenOf(said === undefined ? kind.roles[role] : said);
  };
  const named = (role: Role): string => ofRole(role)?.content ?? "";
  const vocabulary: Vocabulary = {
    ids: kind.files === "pieces" ? {} : readVocabulary(files, kind.files, where),
    merges: kind.files === "merges" ? readMerges(files, where) : [],
    pieces: pieces?.model ?? null,
    settings,
    named
  };
  const json = withAdded(
    {
      version: "1.0",
      truncation: null,
      padding: null,
      added_tokens: [],
      ...(pieces?.tiktoken ?? kind).parts(vocabulary)
    },
    {
      settings,
      addedTokens,
      usual: kind.roles,
      extra: [
        ...(kind.extra?.(settings) ?? []),
        ...(pieces?.model ? addedOf(pieces.model, settings, kind) : [])
      ]
    }
  );
  const said = Object.fromEntries(
    roles.map((role) => [`${role}_token`, ofRole(role)?.content ?? null])
  );
  return {
    json: {...json, post_processor: aroundOf(json, {kind, settings, ofRole})},
    settings: {...settings, ...said}
  };
}

/** Control and user-defined pieces, unless a file says which tokens are added. */
function addedOf(
  {pieces}: SentencePieceModel,
  settings: Settings,
  {classes}: Kind
): readonly AddedToken[] {
  if (extraTokens(settings).length > 0) return [];
  // A model that speaks for itself cuts its user-defined pieces out itself.
  const types =
    classes.length > 0 ? [pieceTypes.control, pieceTypes.userDefined] : [pieceTypes.control];
  return pieces.flatMap(({piece, type}) =>
    types.includes(type)
      ? [{...tokenOf(piece, type === pieceTypes.control)!, normalized: false}]
      : []
  );
}

/** Returns what stands around a text, as a tokenizer.json has it. */
function aroundOf(
  json: Readonly<Record<string, unknown>>,
  {
    kind,
    settings,
    ofRole
  }: {
    readonly kind: Kind;
    readonly settings: Settings;
    readonly ofRole: (role: Role) => AddedToken | null;
  }
): unknown {
  const places = kind.around?.(settings) ?? [
    ...(flagOf(settings, "add_bos_token", false) && ofRole("bos") ? ["bos"] : []),
    "$A",
    ...(flagOf(settings, "add_eos_token", false) && ofRole("eos") ? ["eos"] : [])
  ];
  const content = (place: string): string =>
    (roles as readonly string[]).includes(place)
      ? (ofRole(place as Role)?.content ?? place)
      : place;
  const ids = idsIn(json);
  const special: Record<string, unknown> = {};
  const single = places.map((place) => {
    if (place === "$A") return {Sequence: {id: "A", type_id: 0}};
    const token = content(place);
    const id = ids.get(token);
    if (id === undefined)
      throw new UnsupportedError(
        `the tokenizer puts ${shown(token)} around a text, which is not in the vocabulary; expected it there, or in added_tokens.json`
      );
    special[token] = {id: token, ids: [id], tokens: [token]};
    return {SpecialToken: {id: token, type_id: 0}};
  });
  return {
    type: "TemplateProcessing",
    single,
    pair: [...single, {Sequence: {id: "B", type_id: 1}}],
    special_tokens: special
  };
}

function idsIn(json: Readonly<Record<string, unknown>>): ReadonlyMap<string, number> {
  const {model, added_tokens: added} = json;
  const vocab = isRecord(model) ? model["vocab"] : {};
  const own = Array.isArray(vocab)
    ? (vocab as readonly (readonly [string, number])[]).map(([piece], id) => [piece, id] as const)
    : Object.entries(vocab as Readonly<Record<string, number>>);
  const more = (added as readonly (AddedToken & {readonly id: number})[]).map(
    ({content, id}) => [content, id] as const
  );
  return new Map([...own, ...more]);
}
