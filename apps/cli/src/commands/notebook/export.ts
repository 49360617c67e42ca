import {readNotebook} from "@ecco/runtime/document";
import type {Command} from "commander";
import type {GlobalOptions} from "../../input/options.ts";
import {print} from "../../output/streams.ts";
import {about, readBytes, writeNew} from "./files.ts";

interface Options extends GlobalOptions {
  readonly out: string;
  readonly replace?: boolean;
}

/** Adds `ecco notebook export`. */
export function exportTo(notebook: Command): void {
  notebook
    .command("export")
    .description("write a notebook in another format")
    .argument("<file>", "the notebook, an .html file")
    .requiredOption("--out <file>", "the file to write: .ipynb or .md")
    .option("--replace", "write over a file that is there")
    .action(async (file: string, _: unknown, command: Command) => {
      const {json, out, replace = false} = command.optsWithGlobals<Options>();
      const {exportNotebook} = await import("@ecco/runtime/exchange");
      const bytes = await readBytes(file);
      const read = about(file, () =>
        readNotebook(new TextDecoder("utf-8", {ignoreBOM: true}).decode(bytes))
      );
      await writeNew(
        out,
        about(out, () => exportNotebook(read, out)),
        replace
      );
      const cells = read.cells.length;
      if (json) return print(JSON.stringify({out, cells}));
      print(`written to ${out}: ${cells} ${cells === 1 ? "cell" : "cells"}`);
    });
}
