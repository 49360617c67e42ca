/** The kinds of vocabularies. */
import type {Given} from "../fields.ts";
import {kindOfModel} from "../check-vocabulary.ts";
import type {ModelKind} from "../check-vocabulary.ts";
import {bpe} from "./bpe.ts";
import type {Model} from "./model.ts";
import {unigram} from "./unigram.ts";
import {wordLevel, wordPiece} from "./word-models.ts";

const makers: {readonly [K in ModelKind]: (given: Given) => Model} = {
  BPE: bpe,
  Unigram: unigram,
  WordLevel: wordLevel,
  WordPiece: wordPiece
};

/** Returns the model that a tokenizer.json describes; its fields have been looked at. */
export const makeModel = (given: Given): Model => makers[kindOfModel(given)](given);
