/** Sources that transformers.js runs: transformers:owner/name, transformers:./folder, transformers:https://… */
import {shown, SourceError} from "../../errors.ts";
import {chosenIn} from "../chat-choice.ts";
import type {ModelSource} from "../open-source.ts";
import {exportsFolder, isExport, namesExport, wantedIn} from "./export-names.ts";

export const exportPrefix = "transformers:";

export interface ExportSource {
  /** As the store knows it, and whoever is asked: hf:owner/name/onnx, an address#onnx, a folder. */
  readonly source: string;
  /** "onnx" for the most exact there is, or one file's name. */
  readonly wanted: string;
  /** Which of several chat templates is meant; null for the model's own default. */
  readonly template: string | null;
}

const expected =
  "expected transformers:owner/name, transformers:./folder or transformers:https://…, and maybe /onnx/model_quantized.onnx behind it";

/** Returns what a source names where transformers.js runs it; null for all others. Throws SourceError. */
export function exportSource(given: ModelSource): ExportSource | null {
  if (!isExport(given)) return null;
  const {source, template} = chosenIn(given);
  const found = source.startsWith(exportPrefix) ? prefixed(source) : plain(source);
  return found && {...found, template};
}

type Named = Omit<ExportSource, "template">;

/** Names that stores and lists keep. */
function plain(source: string): Named | null {
  if (source.startsWith("hf:")) {
    const path = /^hf:[^/]+\/[^/]+\/(.+)$/.exec(source)?.[1];
    return path !== undefined && namesExport(path) ? {source, wanted: path} : null;
  }
  const wanted = /^https?:/.test(source) ? wantedIn(source) : null;
  return wanted === null ? null : {source, wanted};
}

function prefixed(given: string): Named {
  const rest = given.slice(exportPrefix.length).trim();
  if (rest === "") throw new SourceError(`${shown(given)}: names no model; ${expected}`);
  if (rest.startsWith("local:")) return {source: rest, wanted: exportsFolder};
  if (/^(?:https?|file):/.test(rest)) return ofAddress(rest);
  if (/^[.~/\\]|^[a-z]:[\\/]/i.test(rest)) return ofPath(rest);
  const [, model, path] = ofHub.exec(rest.replace(/^hf:/, "")) ?? [];
  if (model === undefined) throw new SourceError(`${shown(given)}: ${expected}`);
  if (path === undefined) return {source: `hf:${model}/${exportsFolder}`, wanted: exportsFolder};
  if (namesExport(path)) return {source: `hf:${model}/${path}`, wanted: path};
  throw new SourceError(`${shown(given)}: is no .onnx file; ${expected}`);
}

/** owner/name, @revision, /path; whether each is a name the hub has is looked at before it is asked. */
const ofHub = /^([\w-][\w.-]*\/[\w-][\w.-]*(?:@[\w.-]+)?)(?:\/(.+))?$/;

function ofAddress(address: string): Named {
  if (wantedIn(address) !== null) return {source: address, wanted: wantedIn(address)!};
  const {head, wanted} = cut(address);
  return {source: `${head}#${wanted}`, wanted};
}

const ofPath = (path: string): Named => {
  const {head, wanted} = cut(path);
  return {source: head, wanted};
};

/** Returns the folder of a path or address that may end with an export, and that export. */
function cut(path: string): {readonly head: string; readonly wanted: string} {
  const [, head, wanted] = /^(.*?)[/\\]((?:onnx[/\\])?[^/\\]+\.onnx)$/i.exec(path) ?? [];
  if (wanted === undefined) return {head: path, wanted: exportsFolder};
  return {head: head === "" ? "/" : head!, wanted: wanted.replaceAll("\\", "/")};
}
