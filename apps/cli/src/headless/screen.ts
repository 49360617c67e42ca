/** How tall the window is in which a notebook is shown: as tall as the notebook, so that all of it is seen. */
import {setTimeout as wait} from "node:timers/promises";
import type {Frame, Page} from "playwright-core";

/** What a window is at first, in CSS pixels, as on a usual screen. */
export const usual = {width: 1280, height: 900} as const;
/** The tallest page that browsers draw in one piece. */
const tallest = 15_000;
/** What the editor shows above and below the notebook is less tall. */
const bar = 200;

/** The page of the notebook within that of the editor. */
export const frameOf = (page: Page): Frame | undefined =>
  page.frames().find((frame) => /\/\/nb-[\da-f]{20}/.test(frame.url()));

export class Screen {
  readonly #page: Page;
  #height: number = usual.height;
  /** How tall the notebook was when the window was made taller last, and by how much that was. */
  #last: {readonly content: number; readonly added: number} | null = null;
  /** Whether the notebook is as tall as its window makes it: it is not followed. */
  #follows = false;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Makes the window as tall as the notebook; returns whether it was not. */
  async fit(): Promise<boolean> {
    if (this.#follows) return false;
    const content = await this.#measure();
    const {content: before = 0, added = 0} = this.#last ?? {};
    if (this.#last && content - before > added / 2) {
      this.#follows = true;
      await this.#resize(usual.height);
      return true;
    }
    const height = Math.min(content + bar, tallest);
    if (height <= this.#height + bar) return false;
    this.#last = {content, added: height - this.#height};
    await this.#resize(height);
    return true;
  }

  async #measure(): Promise<number> {
    const measured = frameOf(this.#page)?.evaluate(() => document.documentElement.scrollHeight);
    // A notebook that computes without a pause does not say.
    const height = await Promise.race([measured, wait(1000, 0, {ref: false})]).catch(() => 0);
    return height ?? 0;
  }

  async #resize(height: number): Promise<void> {
    this.#height = height;
    await this.#page.setViewportSize({width: usual.width, height});
  }
}
