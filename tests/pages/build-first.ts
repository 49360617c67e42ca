/** Builds what pages are made of before the first of their tests, which may then run beside each other. */
import {readFileSync} from "node:fs";
import type {TestProject, Vitest} from "vitest/node";
import {builtEditor} from "../../apps/cli/src/server/build-editor.ts";
import {built} from "./built.ts";

export default async function buildFirst(project: TestProject): Promise<void> {
  // Not in Vitest's types; without it all files count as chosen.
  const {filenamePattern} = project.vitest as Vitest & {filenamePattern?: string[]};
  const {testFiles} = await project.globTestFiles(filenamePattern);
  const ask = (name: string): boolean =>
    testFiles.some((file) => readFileSync(file, "utf8").includes(name));
  // It has the editor in it.
  if (ask("./built.ts")) await built();
  if (ask("./editor-host.ts")) await builtEditor(() => undefined);
}
