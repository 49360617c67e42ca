/** What the files of a tokenizer are called. */
import {fileNames} from "../tokenizers/from-files/vocabulary-files.ts";

export const addedName = "added_tokens.json";
export const mapName = "special_tokens_map.json";

/** What adds to a tokenizer. */
export const besideTokenizer: readonly string[] = [addedName, mapName];

/** What older models have in place of tokenizer.json. */
export const vocabularyNames: readonly string[] = Object.values(fileNames).flat();

/** The same, as they are looked for one after the other: all files of one entry make a vocabulary. */
export const alternatives: readonly (readonly string[])[] = [
  fileNames.merges,
  fileNames.words,
  ...fileNames.pieces.map((name) => [name])
];
