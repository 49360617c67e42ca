import {relative} from "node:path";
import {SourceError} from "@ecco/engine/errors";
import type {Command} from "commander";
import {folderAt, modelFolder, timeoutOption} from "../../input/notebook-options.ts";
import type {GlobalOptions} from "../../input/options.ts";
import {errorLines, exitCodeOf, summaryLine} from "../../output/show-notebook-run.ts";
import {print, say, status} from "../../output/streams.ts";

interface Options extends GlobalOptions {
  readonly timeout: number;
}

/** Adds `ecco notebook check`. */
export function check(notebook: Command, signal: AbortSignal): void {
  notebook
    .command("check")
    .description("run every notebook of a folder, and say where a cell ends in an error")
    .argument("<folder>", "the folder, with those within it")
    .addOption(timeoutOption())
    .addHelpText(
      "after",
      "\nExit code: 1 when a cell ends in an error, 3 when a notebook did not rest in its time, 2 without a browser."
    )
    .action(async (folder: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const root = folderAt(folder);
      const {FolderList} = await import("../../server/folder-list.ts");
      const notebooks = new FolderList(root).list(Number.POSITIVE_INFINITY);
      if (notebooks.length === 0)
        throw new SourceError(`${folder} has no notebooks; expected files that end in .html`);
      const {HeadlessEditor} = await import("../../headless/headless-editor.ts");
      const editor = await HeadlessEditor.start({
        models: modelFolder(options.models),
        version: notebook.parent?.version() ?? "",
        say,
        signal
      });
      const counts = {bad: 0, unfinished: 0};
      try {
        for (const {path} of notebooks) {
          status(`${path}: opening`, true);
          const outcome = await editor.run(
            {root, path},
            {
              timeout: options.timeout * 1000,
              pictures: null,
              progress: (done, all) => status(`${path}: ${done} of ${all} cells`)
            }
          );
          const code = exitCodeOf(outcome);
          if (code === 1) counts.bad++;
          if (code === 3) counts.unfinished++;
          if (options.json) print(JSON.stringify({file: path, ...outcome}));
          else {
            print(summaryLine(path, outcome));
            for (const line of errorLines(path, outcome)) print(line);
          }
        }
      } finally {
        await editor.close();
      }
      process.exitCode = counts.bad > 0 ? 1 : counts.unfinished > 0 ? 3 : 0;
      const {bad, unfinished} = counts;
      if (!options.json)
        print(
          `${relative("", root) || "."}: ${notebooks.length} ${notebooks.length === 1 ? "notebook" : "notebooks"}, ${bad} with errors` +
            (unfinished > 0 ? `, ${unfinished} that did not rest in time` : "")
        );
    });
}
