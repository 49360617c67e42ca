/** What a kind of tokenizer is made of, where no tokenizer.json says it. */
import type {Component} from "./components.ts";
import type {SentencePieceModel} from "./sentence-piece.ts";
import type {AddedToken, Role, Settings} from "./settings.ts";

/** What the files hold. */
export interface Vocabulary {
  /** Of vocab.json or vocab.txt; empty for a sentencepiece model. */
  readonly ids: Readonly<Record<string, number>>;
  /** Of merges.txt. */
  readonly merges: readonly (readonly [string, string])[];
  /** Of tokenizer.model, spiece.model and the like. */
  readonly pieces: SentencePieceModel | null;
  readonly settings: Settings;
  /** Returns the content of the token with a role. */
  readonly named: (role: Role) => string;
}

export interface Parts {
  readonly normalizer: Component | null;
  readonly pre_tokenizer: Component | null;
  readonly decoder: Component;
  readonly model: Component;
}

export type FileKind = "merges" | "words" | "pieces";

export interface Kind {
  /** Names of Python's `transformers`, without "Fast". */
  readonly classes: readonly string[];
  /** `model_type` of the models that have it where tokenizer_config.json names no class. */
  readonly types: readonly string[];
  readonly files: FileKind;
  /** Which tokens have a role where no file names them. */
  readonly roles: {readonly [K in Role]?: unknown};
  /** Special tokens that it adds by itself. */
  readonly extra?: (settings: Settings) => readonly AddedToken[];
  /** Returns the settings with what follows from the files. */
  readonly completed?: (settings: Settings) => Settings;
  readonly parts: (vocabulary: Vocabulary) => Parts;
  /** What stands around a text: roles, tokens, and "$A" for the text. Absent: by add_bos_token and add_eos_token. */
  readonly around?: (settings: Settings) => readonly string[];
  /** Whether the start token comes first where no file says it. */
  readonly startsWithBos?: true;
}

/** Files by their names. */
export type VocabularyFiles = ReadonlyMap<string, Uint8Array>;

export interface FromFiles {
  readonly files: VocabularyFiles;
  /** What tokenizer_config.json says, special_tokens_map.json put over it. */
  readonly settings: Settings;
  /** What config.json says. */
  readonly config: Settings;
  readonly addedTokens?: Settings | undefined;
  /** As messages name the folder. */
  readonly where: string;
}
