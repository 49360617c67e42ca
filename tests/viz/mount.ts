import {define, elements} from "../../packages/viz/src/index.ts";
import type {View} from "../../packages/viz/src/index.ts";

define();

export type Elements = {readonly [K in keyof typeof elements]: InstanceType<(typeof elements)[K]>};

/** Puts an element with properties on an otherwise empty page and waits until it is drawn. */
export async function mount<K extends keyof Elements>(
  tag: K,
  properties: object = {},
  width = 800
): Promise<Elements[K]> {
  document.body.replaceChildren();
  const place = document.createElement("main");
  place.style.cssText = `width:${width}px`;
  const element = Object.assign(document.createElement(tag), properties) as unknown as Elements[K];
  place.append(element as unknown as HTMLElement);
  document.body.append(place);
  await settled(element as unknown as View<unknown, unknown>);
  return element;
}

/** Waits for the updates and for the sizes that follow them. */
export async function settled(element: {readonly updateComplete: Promise<boolean>}): Promise<void> {
  for (let i = 0; i < 3; i++) {
    await element.updateComplete;
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  await element.updateComplete;
}

type Root = {readonly renderRoot: HTMLElement | DocumentFragment};

export const all = (element: Root, selector: string): HTMLElement[] => [
  ...element.renderRoot.querySelectorAll<HTMLElement>(selector)
];
export function one(element: Root, selector: string): HTMLElement {
  const [found] = all(element, selector);
  if (!found) throw new Error(`no ${selector}`);
  return found;
}

/** Presses a key where the focus is. */
export function press(element: Root, key: string): void {
  const focused =
    (element.renderRoot as ShadowRoot).activeElement ?? element.renderRoot.querySelector(".view")!;
  focused.dispatchEvent(
    new KeyboardEvent("keydown", {key, bubbles: true, composed: true, cancelable: true})
  );
}

/** Counts events of an element as the page hears them. */
export function listen(element: EventTarget, type: string): Event[] {
  const heard: Event[] = [];
  element.addEventListener(type, (event) => heard.push(event));
  return heard;
}
