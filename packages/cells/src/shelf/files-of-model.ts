/** Which of the files a reader has dropped or chosen are a model, and what it is called. */
import {isFileName, isModelName} from "@ecco/engine";

export interface ChosenModel {
  readonly name: string;
  readonly files: readonly File[];
}

/** What a model is made of, or lies beside its weights and is read; anything else in a folder is not kept. */
const ofModels = /^(?!\.).*\.(?:gguf|safetensors|json|jinja)$/i;

/**
 * Returns the model among files: those on top of the folder they came in. Throws an Error that says what is missing,
 * before anything is kept.
 */
export function filesOfModel(given: readonly File[]): ChosenModel {
  const depthOf = ({webkitRelativePath: path}: File): number => path.split("/").length;
  const top = Math.min(...given.map(depthOf));
  const files = given.filter(
    (file) => depthOf(file) === top && ofModels.test(file.name) && isFileName(file.name)
  );
  const has = (test: RegExp): boolean => files.some(({name}) => test.test(name));
  if (!has(/\.gguf$/i) && !(has(/\.safetensors$/i) && has(/^config\.json$/)))
    throw new Error(
      `${wordsFor(given)}: no model; expected one .gguf file, or a folder with config.json + *.safetensors + tokenizer.json`
    );
  const folder = given[0]!.webkitRelativePath.split("/")[top - 2];
  const largest = files.toSorted((a, b) => b.size - a.size)[0]!;
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
