/** A box in the place of a picture, film or sound beside the notebook that is not there: it says which, and where it was looked for. */
import {besideOf, whyNot} from "./beside.ts";

/** What stands in the place of an element, as long as that shows nothing. */
const boxes = new WeakMap<Element, HTMLElement>();

/** What files are called that such an element shows. */
const expected = (element: Element): string =>
  element instanceof HTMLImageElement || element instanceof SVGImageElement
    ? "picture"
    : element instanceof HTMLAudioElement
      ? "sound"
      : "film";

/** Watches the page from now on; *tell* is for what cannot have a box. */
export function watchPictures(
  root: Element,
  tell: (element: Element, words: string) => void
): void {
  root.addEventListener("error", ({target}) => void missing(target, tell), {capture: true});
  for (const type of ["load", "loadeddata"])
    root.addEventListener(type, ({target}) => found(target), {capture: true});
}

async function missing(
  target: EventTarget | null,
  tell: (element: Element, words: string) => void
): Promise<void> {
  const shown = target instanceof HTMLSourceElement ? target.parentElement : target;
  const address = addressOf(target);
  const url = address === null ? null : besideOf(address);
  if (!url || !(shown instanceof Element)) return;
  const words = await whyNot(url, expected(shown));
  // Meanwhile it may be gone, or be given another address.
  if (!shown.isConnected || addressOf(target) !== address) return;
  if (shown instanceof SVGElement) return tell(shown, words);
  const box = boxes.get(shown) ?? document.createElement("span");
  box.className = "missing-file";
  box.setAttribute("role", "note");
  const alt = shown.getAttribute("alt")?.trim();
  box.textContent = alt ? `${alt}: ${words}` : words;
  boxes.set(shown, box);
  shown.after(box);
  shown.classList.add("is-missing");
}

function found(target: EventTarget | null): void {
  if (!(target instanceof Element)) return;
  boxes.get(target)?.remove();
  boxes.delete(target);
  target.classList.remove("is-missing");
}

function addressOf(target: EventTarget | null): string | null {
  if (target instanceof HTMLImageElement || target instanceof HTMLMediaElement)
    return target.currentSrc || target.src || null;
  if (target instanceof HTMLSourceElement) return target.src || null;
  if (target instanceof SVGImageElement) return target.href.baseVal || null;
  return null;
}
