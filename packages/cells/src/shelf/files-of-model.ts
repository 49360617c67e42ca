/** Which of the files a reader has dropped or chosen are a model, and what it is called. */
import {isFileName, isFileOfModel, isModelName} from "@ecco/engine";

/** A file, and what it is called in the model's folder: "1_Pooling/config.json". */
export interface ChosenFile {
  readonly name: string;
  readonly file: File;
}

export interface ChosenModel {
  readonly name: string;
  /** What the model is made of, and what lies beside its weights and is read; anything else in a folder is not kept. */
  readonly files: readonly ChosenFile[];
}

/**
 * Returns the model among files: those on top of the folder they came in, and those of its modules. Throws an Error that says what is missing,
 * before anything is kept.
 */
export function filesOfModel(given: readonly File[]): ChosenModel {
  const depthOf = ({webkitRelativePath: path}: File): number => path.split("/").length;
  const top = Math.min(...given.map(depthOf));
  const files = given
    .map((file): ChosenFile => {
      const below = file.webkitRelativePath.split("/").slice(top - 1);
      return {name: depthOf(file) === top ? file.name : below.join("/"), file};
    })
    .filter(({name}) => isFileOfModel(name) && isFileName(name));
  const has = (test: RegExp): boolean => files.some(({name}) => test.test(name));
  if (!has(/\.gguf$/i) && !(has(/\.safetensors$/i) && has(/^config\.json$/)))
    throw new Error(
      `${wordsFor(given)}: no model; expected one .gguf file, or a folder with config.json + *.safetensors + tokenizer.json`
    );
  const folder = given[0]!.webkitRelativePath.split("/")[top - 2];
  const largest = files.toSorted((a, b) => b.file.size - a.file.size)[0]!;
  return {name: plain(folder || largest.name.replace(/\.\w+$/, "")), files};
}

/** A name for a folder of a store: nothing that leads elsewhere, nothing hidden, nothing a system takes for more. */
function plain(given: string): string {
  const name = [...given.normalize("NFC").replaceAll(/[/\\:?*"<>|~\p{C}]/gu, "-")]
    .slice(0, 60)
    .join("")
    .replaceAll(/^[.\s]+|[.\s]+$/gu, "");
  return isModelName(name) ? name : "model";
}

function wordsFor(given: readonly File[]): string {
  const folder = given[0]?.webkitRelativePath.split("/")[0];
  if (folder) return folder;
  const names = given.map(({name}) => name);
  return names.length > 3 ? `${names.slice(0, 3).join(", ")} …` : names.join(", ") || "no files";
}
