import {readNotebook} from "@ecco/runtime/document";
import type {Command} from "commander";
import type {GlobalOptions} from "../../input/options.ts";
import {print, say} from "../../output/streams.ts";
import {about, readBytes, writeNew} from "./files.ts";

interface Options extends GlobalOptions {
  readonly out: string;
  readonly replace?: boolean;
}

/** Adds `ecco notebook import`. */
export function importFrom(notebook: Command): void {
  notebook
    .command("import")
    .description("make a notebook of a file of another format")
    .argument("<file>", "a file that ends in .ipynb, .md, .qmd, .Rmd, .ojs, .omd or .html")
    .requiredOption("--out <file>", "the notebook to write, an .html file")
    .option("--replace", "write over a file that is there")
    .action(async (file: string, _: unknown, command: Command) => {
      const {json, out, replace = false} = command.optsWithGlobals<Options>();
      const {importNotebook} = await import("@ecco/runtime/exchange");
      const bytes = await readBytes(file);
      const {source, notices} = about(file, () => importNotebook(file, bytes));
      await writeNew(out, source, replace);
      const cells = readNotebook(source).cells.length;
      if (json) return print(JSON.stringify({out, cells, notices}));
      for (const {line, what} of notices) say(`${file}${line === null ? "" : `:${line}`}: ${what}`);
      print(`written to ${out}: ${cells} ${cells === 1 ? "cell" : "cells"}`);
    });
}
