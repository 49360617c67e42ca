/** What the cells of this notebook know besides the standard library. */
import * as cells from "@ecco/cells";
import type {Library as EccoLibrary, Task} from "@ecco/cells";
import {exercise} from "@ecco/cells/guided";
import {createRuntime} from "@ecco/runtime";
import type {CellStatus, NotebookRuntime} from "@ecco/runtime";
import type {FolderModules} from "./folder-modules.ts";
import type {ShellModels} from "./shell-models.ts";

export interface Running {
  readonly runtime: NotebookRuntime;
  readonly ecco: EccoLibrary;
}

interface Heard {
  /** Something is new about a cell. */
  readonly status: (status: CellStatus) => void;
  /** Something is new about what cells have asked models. */
  readonly working: (tasks: readonly Task[]) => void;
}

/** Returns a runtime whose cells know `ecco`; models come from the server of the notebook. */
export function startNotebook(
  root: Element,
  {status, working}: Heard,
  {resolve, shelf}: ShellModels,
  folder: FolderModules | null
): Running {
  cells.configure({models: new URL("/models/", location.href), resolve, shelf});
  const ecco = cells.createLibrary({scope: () => runtime.scope(), working});
  const runtime = createRuntime({
    root,
    status,
    ...(folder ? {folder} : {}),
    library: {ecco: () => ({...ecco, exercise})},
    modules: {"@ecco/cells": () => Promise.resolve(cells)}
  });
  return {runtime, ecco};
}
