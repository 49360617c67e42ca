/** From a file of Jupyter (nbformat 3 and 4) to a file of ours. */
import {NotebookError} from "../../document/notebook.ts";
import {mimes} from "../../document/notebook.ts";
import {normalLines} from "../../document/cell-text.ts";
import {headingOf} from "../heading-of.ts";
import type {ForeignCell, Imported, Notice} from "../foreign.ts";
import {typeOfLanguage} from "../languages.ts";
import {writeForeign} from "../write-foreign.ts";
import {cellLines} from "./cell-lines.ts";
import {cellsFromJupyter} from "./foreign-cells.ts";
import {Outputs} from "./outputs.ts";
import {listOf, objectOf, stringOf, textFrom} from "./json-shape.ts";
import type {Json} from "./json-shape.ts";
import {keptCell, keptFile, restore} from "./kept.ts";

/** Returns the notebook of a file. Throws NotebookError for what is none. */
export function readIpynb(source: string, stem: string): Imported {
  const file = parsed(source);
  const metadata = objectOf(file["metadata"]);
  const lines = cellLines(source);
  const cells = cellsOf(file).map((cell, index) => ({cell, line: lines[index] ?? null}));
  const language = languageOf(metadata, cells[0]?.cell);
  const returned = returning(
    metadata,
    cells.map(({cell}) => cell),
    language
  );
  if (returned !== null) return {source: returned, notices: []};
  const notices: Notice[] = [];
  const outputs = new Outputs();
  const read: ForeignCell[] = cells.flatMap(({cell, line}) =>
    cellsFromJupyter(cell, {
      language,
      outputs,
      notice: (what) => notices.push({line, what})
    })
  );
  const title =
    stringOf(metadata["title"]) || headingOf(read) || stringOf(metadata["name"]) || stem;
  return {source: writeForeign({title, cells: read}), notices};
}

function parsed(source: string): Json {
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch (error) {
    throw new NotebookError(
      `this is not JSON, as files of Jupyter are: ${(error as Error).message}; check that the file is whole`
    );
  }
  const file = objectOf(value);
  const version = file["nbformat"];
  if (!Array.isArray(file["cells"]) && !Array.isArray(file["worksheets"]))
    throw new NotebookError(
      `this is not a notebook of Jupyter: got JSON without a list "cells", expected {"cells": […], "nbformat": 4}; check that it is the right file`
    );
  if (version !== 3 && version !== 4)
    throw new NotebookError(
      `this notebook cannot be read: got nbformat ${JSON.stringify(version) ?? "missing"}, expected 3 or 4; save it with a current Jupyter`
    );
  return file;
}

const cellsOf = (file: Json): readonly Json[] =>
  (Array.isArray(file["cells"])
    ? file["cells"]
    : listOf(file["worksheets"]).flatMap((sheet) => listOf(objectOf(sheet)["cells"]))
  ).map(objectOf);

/** Returns the language of the cells of code. */
function languageOf(metadata: Json, first: Json | undefined): string {
  const kernel = objectOf(metadata["kernelspec"]);
  return (
    stringOf(objectOf(metadata["language_info"])["name"]) ||
    stringOf(kernel["language"]) ||
    stringOf(kernel["name"]) ||
    stringOf(first?.["language"]) ||
    "python"
  );
}

/** Returns our file for what we have written; null of other files. */
function returning(metadata: Json, cells: readonly Json[], language: string): string | null {
  const file = keptFile(metadata);
  if (!file) return null;
  const kept = cells.map((cell) => keptCell(cell["metadata"]));
  let highest = Math.max(
    0,
    ...kept.map((each) => Number(/ id="(\d{1,8})"/.exec(each?.open ?? "")?.[1] ?? 0))
  );
  return restore(
    file,
    cells.map((cell, index) => ({
      text: normalLines(textFrom(cell["source"])),
      kept: kept[index] ?? {open: `<script id="${++highest}" type="${typeOf(cell, language)}">`}
    }))
  );
}

/** Returns the type of a cell that was added in Jupyter. */
function typeOf(cell: Json, language: string): string {
  const kind = cell["cell_type"];
  return kind === "markdown" ? mimes.md : kind === "code" ? typeOfLanguage(language) : "text/plain";
}
