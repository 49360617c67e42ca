/** ONNX exports as transformers.js lays them out: which files a model's folder has, and which of them are read. */
import {SourceError} from "../../errors.ts";
import {exportsFolder} from "./export-names.ts";

/** Precisions by what their files' names end with, the most exact first. */
const precisions = [
  ["fp32", ""],
  ["fp16", "_fp16"],
  ["q8", "_quantized"],
  ["int8", "_int8"],
  ["uint8", "_uint8"],
  ["q4", "_q4"],
  ["q4f16", "_q4f16"],
  ["bnb4", "_bnb4"]
] as const;

export type Precision = (typeof precisions)[number][0];

/** The sessions of a model: one, or an encoder's and a decoder's. */
const sessions = [["model"], ["encoder_model", "decoder_model_merged"]] as const;

export interface ExportFiles {
  /** "onnx", or "" where they lie beside config.json. */
  readonly folder: string;
  readonly precision: Precision;
  /** Whether an encoder and a decoder are two files. */
  readonly pair: boolean;
  /** All files that are read, with their folder. */
  readonly files: readonly string[];
  /** How many files of weights lie beside each .onnx file, by its plain name. */
  readonly parts: Readonly<Record<string, number>>;
}

/** More parts than that transformers.js does not read. */
const mostParts = 100;

const join = (folder: string, name: string): string => (folder === "" ? name : `${folder}/${name}`);

interface Form {
  readonly folder: string;
  readonly precision: Precision;
  readonly names: readonly string[];
}

/** Every form an export can have, those that are looked for first in front. */
const forms: readonly Form[] = precisions.flatMap(([precision, suffix]) =>
  [exportsFolder, ""].flatMap((folder) =>
    sessions.map((names) => ({
      folder,
      precision,
      names: names.map((name) => `${name}${suffix}.onnx`)
    }))
  )
);

/** What is looked for where a folder does not list what it has, one after the other. */
export const exportNames: readonly string[] = forms.map(({folder, names}) =>
  join(folder, names[0]!)
);

/**
 * Returns which of these files a model is read from: *wanted* is "onnx" for the most exact there is, or the name of one
 * file. Throws SourceError where there is none.
 */
export function exportOf(all: readonly string[], wanted: string, where: string): ExportFiles {
  const there = new Set(all);
  const fits = ({folder, names}: Form): boolean =>
    wanted === exportsFolder || names.some((name) => join(folder, name) === wanted);
  const form = forms.find(
    (each) => fits(each) && each.names.every((name) => there.has(join(each.folder, name)))
  );
  if (!form) throw new SourceError(`${where}: ${reason(all, wanted)}`);
  const {folder, precision, names} = form;
  const parts = names.map((name) => {
    const count = partsOf(join(folder, name)).findIndex((part) => !there.has(part));
    return [name, count < 0 ? mostParts : count] as const;
  });
  return {
    folder,
    precision,
    pair: names.length > 1,
    parts: Object.fromEntries(parts),
    files: parts.flatMap(([name, count]) => [
      join(folder, name),
      ...partsOf(join(folder, name)).slice(0, count)
    ])
  };
}

/** Returns what the files of weights beside an .onnx file are called, in their order. */
export const partsOf = (file: string): readonly string[] =>
  Array.from({length: mostParts}, (_, part) => `${file}_data${part === 0 ? "" : `_${part}`}`);

function reason(all: readonly string[], wanted: string): string {
  const found = all.filter((name) => /\.onnx$/i.test(name));
  const expected =
    "onnx/model.onnx, or onnx/encoder_model.onnx with onnx/decoder_model_merged.onnx, or the same with _fp16, _quantized, _int8, _uint8, _q4, _q4f16 or _bnb4 before .onnx";
  const said = wanted === exportsFolder ? "no ONNX export of a text model" : `no ${wanted}`;
  return `${said}; expected ${expected}; ${found.length > 0 ? `there are ${found.slice(0, 12).join(", ")}` : "it has no .onnx file: without transformers: before its name its safetensors or GGUF are read"}`;
}
