/** What the cells of this notebook know besides the standard library. */
import * as cells from "@ecco/cells";
import type {Library as EccoLibrary} from "@ecco/cells";
import {createRuntime} from "@ecco/runtime";
import type {CellStatus, NotebookRuntime} from "@ecco/runtime";
import type {ShellModels} from "./shell-models.ts";

export interface Running {
  readonly runtime: NotebookRuntime;
  readonly ecco: EccoLibrary;
}

/** Returns a runtime whose cells know `ecco`; models come from the server of the notebook. */
export function startNotebook(
  root: Element,
  status: (status: CellStatus) => void,
  {resolve, shelf}: ShellModels
): Running {
  cells.configure({models: new URL("/models/", location.href), resolve, shelf});
  const ecco = cells.createLibrary({scope: () => runtime.scope()});
  const runtime = createRuntime({
    root,
    status,
    library: {ecco: () => ecco},
    modules: {"@ecco/cells": () => Promise.resolve(cells)}
  });
  return {runtime, ecco};
}
