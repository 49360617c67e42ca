/** What the commands that run notebooks are given. */
import {statSync} from "node:fs";
import {basename, dirname, relative, resolve, sep} from "node:path";
import {fileURLToPath} from "node:url";
import {InputError, SourceError} from "@ecco/engine/errors";
import {InvalidArgumentError, Option} from "commander";
import type {Located} from "../headless/headless-editor.ts";

/** How long a notebook may run, in seconds. */
const usual = 120;

export const timeoutOption = (): Option =>
  new Option("--timeout <seconds>", "how long each notebook may run until it rests")
    .argParser(seconds)
    .default(usual);

function seconds(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value <= 0 || value > 86_400)
    throw new InvalidArgumentError("expected a number of seconds, above 0 and up to 86400.");
  return value;
}

const isFolder = (path: string): boolean =>
  statSync(path, {throwIfNoEntry: false})?.isDirectory() ?? false;

/** Returns where a folder is. Throws SourceError for what is none. */
export function folderAt(path: string): string {
  if (isFolder(path)) return resolve(path);
  throw new SourceError(`${path} is not there, or not a folder; expected a folder of notebooks`);
}

/**
 * Returns a notebook with the folder it may read from, its own where none is named. Throws SourceError for a file that
 * is not there, InputError for what is no notebook or not in that folder.
 */
export function notebookAt(file: string, folder: string | undefined): Located {
  const target = resolve(file);
  if (!statSync(target, {throwIfNoEntry: false})?.isFile())
    throw new SourceError(`${file} is not there, or not a file; expected a notebook`);
  if (!target.endsWith(".html"))
    throw new InputError(`${file} is not a notebook; expected a file that ends in .html`);
  if (folder === undefined) return {root: dirname(target), path: basename(target)};
  const root = folderAt(folder);
  const path = relative(root, target);
  if (path.startsWith("..") || resolve(path) === path)
    throw new InputError(`${file} is not in ${folder}; expected a notebook of that folder`);
  return {root, path: path.split(sep).join("/")};
}

/** Returns the folder of the embedded models. */
export const modelFolder = (models: string | URL | undefined): string =>
  models === undefined
    ? fileURLToPath(new URL("../../../../models/", import.meta.url))
    : models instanceof URL
      ? fileURLToPath(models)
      : resolve(models);
