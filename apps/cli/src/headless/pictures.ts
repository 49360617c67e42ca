/** Pictures of what cells show. */
import {basename, join} from "node:path";
import {setTimeout as wait} from "node:timers/promises";
import type {Frame, Page} from "playwright-core";

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The tallest page that browsers draw in one piece, in CSS pixels. */
const tallest = 15_000;
/** What the editor shows above and below the notebook is less tall. */
const bar = 200;
/** How long one picture may take, in ms. */
const patience = 10_000;

/** The page of the notebook within that of the editor. */
const frameOf = (page: Page): Frame | undefined =>
  page.frames().find((frame) => /\/\/nb-[\da-f]{20}/.test(frame.url()));

/** Makes the page as tall as the notebook, if it is less tall; returns how large it is then, null where it stays. */
export async function growTo(page: Page, {width, height}: Size): Promise<Size | null> {
  const measured = frameOf(page)?.evaluate(() => document.documentElement.scrollHeight);
  // A notebook that computes without a pause does not say.
  const wanted = await Promise.race([measured, wait(1000, 0, {ref: false})]).catch(() => 0);
  // The bar of the editor stands above it; a page that grows with its window is not followed for ever.
  const taller = Math.min((wanted ?? 0) + bar, tallest);
  if (taller <= height + bar) return null;
  const size = {width, height: taller};
  await page.setViewportSize(size);
  return size;
}

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
