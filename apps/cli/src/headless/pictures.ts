/** Pictures of what cells show. */
import {basename, join} from "node:path";
import type {Page} from "playwright-core";
import {frameOf} from "./screen.ts";

/** How long one picture may take, in ms. */
const patience = 10_000;

/** Writes a picture of each cell that shows something; returns the files by the numbers of the cells. */
export async function takePictures(
  page: Page,
  cells: readonly {readonly id: number}[],
  {folder, name}: {readonly folder: string; readonly name: string}
): Promise<ReadonlyMap<number, string>> {
  const files = new Map<number, string>();
  for (const {id} of cells) {
    const output = frameOf(page)?.locator(`.cell[data-id="${id}"] > .place`);
    const box = await output?.boundingBox({timeout: patience}).catch(() => null);
    if (!output || !box || box.height < 1 || box.width < 1) continue;
    const path = join(folder, `${name}-${id}.png`);
    // An animation never rests, and what is under way is stopped where it is.
    const isTaken = await output
      .screenshot({path, timeout: patience, animations: "allow", caret: "hide"})
      .then(() => true)
      .catch(() => false);
    if (isTaken) files.set(id, path);
  }
  return files;
}

/** Returns what the pictures of each of these files begin with: its name, with a number where two have the same. */
export function pictureNames(files: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return files.map((file) => {
    const base = basename(file, ".html");
    let name = base;
    for (let n = 2; taken.has(name); n++) name = `${base}-${n}`;
    taken.add(name);
    return name;
  });
}
