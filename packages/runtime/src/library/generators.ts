/** Values that change by themselves, as generators: what cells know as `Generators`. */
import {input} from "./input.ts";
import {observe} from "./observe.ts";

/** Returns the width of an element, in CSS pixels. */
const width = (element: Element): Generator<Promise<number>, void> =>
  observe((change) => {
    const observer = new ResizeObserver(([entry]) => change(entry!.contentRect.width));
    observer.observe(element);
    return () => observer.disconnect();
  });

/** Returns whether the page is dark. */
const dark = (): Generator<Promise<boolean>, void> =>
  observe((change) => {
    const media = matchMedia("(prefers-color-scheme: dark)");
    const changed = (): void => change(media.matches);
    media.addEventListener("change", changed);
    changed();
    return () => media.removeEventListener("change", changed);
  });

/** Returns the time in ms since 1970, each frame. */
function* now(): Generator<number, void> {
  while (true) yield Date.now();
}

export const generators = {input, observe, width, dark, now} as const;
