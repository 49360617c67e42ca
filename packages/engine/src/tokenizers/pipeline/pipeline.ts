/**
 * A tokenizer.json at work: normalizer, pre-tokenizer, model, post-processor and decoder, one after another, with the
 * ids, tokens and ranges of the Rust library `tokenizers`. Its sections truncation and padding are not applied.
 */
import {makeComponent} from "../components.ts";
import type {Given} from "../fields.ts";
import type {AddedToken} from "./added-tokens.ts";
import {AddedTokens} from "./added-tokens.ts";
import {Aligned} from "./aligned.ts";
import type {Decoder} from "./decoders.ts";
import {decoders} from "./decoders.ts";
import {checkLength, Growth} from "./growth.ts";
import {makeModel} from "./models.ts";
import type {Model} from "./model.ts";
import {normalizers} from "./normalizers.ts";
import type {PostProcessor} from "./post-processors.ts";
import {postProcessors} from "./post-processors.ts";
import type {PreTokenizer} from "./pre-tokenizers.ts";
import {preTokenizers} from "./pre-tokenizers.ts";

/** A token of a text; [start, end) in UTF-16 units of it. */
export interface TextToken {
  readonly id: number;
  /** What the Rust library shows for it. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** Characters of a token, for what decoders may make of some. */
const longestToken = 256;

export class Pipeline {
  readonly #preTokenizer: PreTokenizer;
  readonly #model: Model;
  readonly #added: AddedTokens;
  readonly #post: PostProcessor | null;
  readonly #decoder: Decoder | null;

  /** Throws SourceError for a file that cannot be taken, UnsupportedError for what is not known here. */
  constructor(json: Given) {
    const normalizer = makeComponent(json["normalizer"], "normalizer", normalizers);
    this.#preTokenizer =
      makeComponent(json["pre_tokenizer"], "pre_tokenizer", preTokenizers) ?? ((piece) => [piece]);
    this.#post = makeComponent(json["post_processor"], "post_processor", postProcessors);
    this.#decoder = makeComponent(json["decoder"], "decoder", decoders);
    this.#model = makeModel(json["model"] as Given);
    const alignedOf = (text: string): Aligned => {
      const well = text.toWellFormed();
      return Aligned.of(well, new Growth(well.length));
    };
    // What these do to any text is seen at one letter.
    this.#preTokenizer(normalizer?.(alignedOf("a")) ?? alignedOf("a"));
    this.#added = new AddedTokens(
      json["added_tokens"] as readonly AddedToken[],
      this.#model.vocabulary,
      normalizer,
      alignedOf
    );
  }

  /** Ids that stand before every text. */
  get before(): readonly number[] {
    return this.#post?.before ?? [];
  }

  /** Ids that stand behind every text. */
  get after(): readonly number[] {
    return this.#post?.after ?? [];
  }

  /** Tokens of the vocabulary, added ones included. */
  get size(): number {
    const {vocabulary} = this.#model;
    return vocabulary.size + this.#added.countBeside(vocabulary);
  }

  idOf(token: string): number | undefined {
    return this.#added.idOf(token) ?? this.#model.vocabulary.idOf(token);
  }

  tokenOf(id: number): string | undefined {
    return this.#added.get(id)?.content ?? this.#model.vocabulary.tokenOf(id);
  }

  /** Returns the added token of an id. */
  addedOf(id: number): AddedToken | undefined {
    return this.#added.get(id);
  }

  /**
   * Returns the tokens of a text, nothing put around it; lone surrogates are read as U+FFFD. `plain`: added tokens in
   * it are text. Throws InputError for a text that is too long, or has characters of which the vocabulary has none.
   */
  encode(text: string, {plain = false} = {}): readonly TextToken[] {
    checkLength(text);
    const well = text.toWellFormed();
    const tokens: TextToken[] = [];
    for (const {piece, id} of this.#added.partsOf(Aligned.of(well, new Growth(well.length)), plain))
      if (id !== undefined)
        tokens.push({id, value: piece.text, ...piece.range(0, piece.text.length)});
      else if (piece.text !== "")
        for (const word of this.#preTokenizer(piece)) {
          if (word.text === "") continue;
          for (const token of this.#model.tokenize(word.text))
            tokens.push({
              id: token.id,
              value: token.value,
              ...word.range(token.start, token.end)
            });
        }
    return this.#post?.trim(tokens, well) ?? tokens;
  }

  /** Returns the text of ids, all of them known. */
  decode(ids: readonly number[]): string {
    const tokens = ids.map((id) => this.#added.writtenAs(id) ?? this.tokenOf(id)!);
    if (!this.#decoder) return tokens.join(" ");
    return this.#decoder(tokens, new Growth(tokens.length * longestToken)).join("");
  }
}
