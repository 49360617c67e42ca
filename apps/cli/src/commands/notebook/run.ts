import {mkdirSync} from "node:fs";
import {SourceError} from "@ecco/engine/errors";
import type {Command} from "commander";
import {modelFolder, notebookAt, timeoutOption} from "../../input/notebook-options.ts";
import type {GlobalOptions} from "../../input/options.ts";
import {exitCodeOf, outcomeTable} from "../../output/show-notebook-run.ts";
import {print, say, status} from "../../output/streams.ts";

interface Options extends GlobalOptions {
  readonly timeout: number;
  readonly pictures?: string;
  readonly folder?: string;
}

/** Adds `ecco notebook run`. */
export function run(notebook: Command, signal: AbortSignal): void {
  notebook
    .command("run")
    .description("run notebooks in a browser without a window, and print what each cell gave")
    .argument("<file...>", "notebooks, one after another")
    .addOption(timeoutOption())
    .option("--pictures <folder>", "write a PNG of what each cell shows into this folder")
    .option("--folder <folder>", "what the notebooks may read; defaults to the folder each lies in")
    .addHelpText(
      "after",
      "\n--json prints one object a notebook, a line each.\nExit code: 1 when a cell ends in an error, 3 when a notebook did not rest in its time, 2 without a browser."
    )
    .action(async (files: readonly string[], _: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const {json, pictures, timeout} = options;
      const located = files.map((file) => ({file, place: notebookAt(file, options.folder)}));
      if (pictures !== undefined) makeFolder(pictures);
      const {HeadlessEditor} = await import("../../headless/headless-editor.ts");
      const {pictureNames} = await import("../../headless/pictures.ts");
      const editor = await HeadlessEditor.start({
        models: modelFolder(options.models),
        version: notebook.parent?.version() ?? "",
        say,
        signal
      });
      try {
        const names = pictureNames(files);
        let code = 0;
        for (const [index, {file, place}] of located.entries()) {
          status(`${file}: opening`, true);
          const outcome = await editor.run(place, {
            timeout: timeout * 1000,
            pictures: pictures === undefined ? null : {folder: pictures, name: names[index]!},
            progress: (done, all) => status(`${file}: ${done} of ${all} cells`)
          });
          print(json ? JSON.stringify({file, ...outcome}) : outcomeTable(file, outcome));
          code = worse(code, exitCodeOf(outcome));
        }
        process.exitCode = code;
      } finally {
        await editor.close();
      }
    });
}

/** An error says more than a notebook that did not rest. */
const worse = (one: number, other: number): number => (one === 1 || other === 1 ? 1 : one || other);

function makeFolder(path: string): void {
  try {
    mkdirSync(path, {recursive: true});
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException;
    throw new SourceError(`${path}: cannot be made (${code}); give --pictures another folder`, {
      cause: error
    });
  }
}
