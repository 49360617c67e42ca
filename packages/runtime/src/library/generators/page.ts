/** What changes by itself in a page: its width, its colours, the time. */
import {observe} from "./observe.ts";

/** Returns the width of an element, in CSS pixels. */
export const width = (element: Element): Generator<Promise<number>, void> =>
  observe((change) => {
    let known: number | undefined;
    const observer = new ResizeObserver(([entry]) => {
      const next = entry!.contentRect.width;
      if (next !== known) change((known = next));
    });
    observer.observe(element);
    return () => observer.disconnect();
  });

/** Returns whether the page is dark. */
export const dark = (): Generator<Promise<boolean>, void> =>
  observe((change) => {
    const media = matchMedia("(prefers-color-scheme: dark)");
    const changed = (): void => change(media.matches);
    media.addEventListener("change", changed);
    changed();
    return () => media.removeEventListener("change", changed);
  });

/** Returns the time in ms since 1970, each frame. */
export function* now(): Generator<number, void> {
  while (true) yield Date.now();
}
