/** The files a tokenizer is built from: which there are, and what each holds. */
import {shown, SourceError} from "../../errors.ts";
import {isRecord} from "../fields.ts";
import type {FileKind, Kind, VocabularyFiles} from "./kind.ts";
import {readSentencePiece} from "./sentence-piece.ts";
import type {SentencePieceModel} from "./sentence-piece.ts";
import {isTiktoken, tiktokenKind} from "./tiktoken.ts";

/** What each kind of files is called; of several names, one is there. */
export const fileNames: {readonly [K in FileKind]: readonly string[]} = {
  merges: ["vocab.json", "merges.txt"],
  words: ["vocab.txt"],
  pieces: [
    "tokenizer.model",
    "spiece.model",
    "sentencepiece.bpe.model",
    "spm.model",
    "sentencepiece.model"
  ]
};

/** Whether all that is needed of a kind is there. */
export const hasFiles = (files: VocabularyFiles, kind: FileKind): boolean =>
  kind === "pieces"
    ? fileNames.pieces.some((name) => files.has(name))
    : fileNames[kind].every((name) => files.has(name));

/** What was looked for, in words. */
export const lookedFor = [
  "tokenizer.json",
  fileNames.merges.join(" with "),
  ...fileNames.words,
  ...fileNames.pieces
].join(", ");

const textOf = (files: VocabularyFiles, name: string, where: string): string => {
  const bytes = files.get(name);
  if (!bytes) throw new SourceError(`${where}: no ${name}; expected it beside the other files`);
  return new TextDecoder().decode(bytes);
};

/** Returns the ids of vocab.json or vocab.txt. Throws SourceError for anything else. */
export function readVocabulary(
  files: VocabularyFiles,
  kind: "merges" | "words",
  where: string
): Readonly<Record<string, number>> {
  const [name] = fileNames[kind] as readonly [string];
  const text = textOf(files, name, where);
  if (kind === "words") {
    const lines = text.split("\n");
    if (lines.at(-1) === "") lines.pop();
    return Object.fromEntries(lines.map((line, id) => [line.trimEnd(), id]));
  }
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch (error) {
    throw new SourceError(`${where}: ${name}: not JSON; copy or download the file again`, {
      cause: error
    });
  }
  if (!isRecord(said) || !Object.values(said).every((id) => Number.isInteger(id)))
    throw new SourceError(
      `${where}: ${name}: got ${shown(said)}, expected an object of tokens and their ids; copy or download the file again`
    );
  return said as Readonly<Record<string, number>>;
}

/** Returns the pairs of merges.txt. Throws SourceError for a line that is none. */
export function readMerges(
  files: VocabularyFiles,
  where: string
): readonly (readonly [string, string])[] {
  return textOf(files, "merges.txt", where)
    .split("\n")
    .flatMap((whole, at): (readonly [string, string])[] => {
      const line = whole.replace(/\r$/, "");
      if (line === "" || line.startsWith("#version")) return [];
      const [left, right, ...more] = line.split(" ");
      if (!left || !right || more.length > 0)
        throw new SourceError(
          `${where}: merges.txt: line ${at + 1} is ${shown(line)}, expected two pieces with a space between; copy or download the file again`
        );
      return [[left, right]];
    });
}

/** Returns the sentencepiece model, or what a file of tiktoken's kind under the same name holds. */
export function readPieces(
  files: VocabularyFiles,
  where: string
): {readonly model?: SentencePieceModel; readonly tiktoken?: Kind} {
  const name = fileNames.pieces.find((one) => files.has(one))!;
  const bytes = files.get(name)!;
  return isTiktoken(bytes)
    ? {tiktoken: tiktokenKind(bytes, `${where}: ${name}`)}
    : {model: readSentencePiece(bytes, `${where}: ${name}`)};
}
