/** A page with connected elements, as a reader uses it. */
import "@ecco/cells/elements";
import "./compiled-once.ts";
import type {ConnectedPrompt} from "@ecco/cells";
import {samePrompt} from "@ecco/viz";
import type {PromptInput} from "@ecco/viz";
import {patience} from "../eventually.ts";

export const heathrow = "Heathrow airport is located in the city of";

/** The software adapter and WebAssembly, as `backend` of an element. */
export const backends = ["webgpu", "onnx"] as const;

export const views = [
  "ecco-saliency",
  "ecco-logit-lens",
  "ecco-candidates",
  "ecco-rankings",
  "ecco-token-strip"
] as const;

export type ViewTag = (typeof views)[number];
type Element<T extends string> = T extends keyof HTMLElementTagNameMap
  ? HTMLElementTagNameMap[T]
  : HTMLElement;

/** Puts HTML on an otherwise empty page, 800 px wide, and returns where it stands. */
export function show(html: string): HTMLElement {
  const main = document.createElement("main");
  main.style.cssText = "width: 800px; display: grid; gap: 8px";
  main.innerHTML = html;
  document.body.replaceChildren(main);
  return main;
}

/** Returns the only element of that tag. */
export function the<T extends string>(tag: T, inside: ParentNode = document): Element<T> {
  const [found, second] = inside.querySelectorAll(tag);
  if (!found || second) throw new Error(`expected one <${tag}>`);
  return found as Element<T>;
}

export const frame = (): Promise<unknown> =>
  new Promise((resolve) => requestAnimationFrame(resolve));
export const pause = (milliseconds: number): Promise<unknown> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Waits, frame by frame, as long as a busy machine needs; then says *what* never was. */
export async function until(what: string | (() => string), test: () => boolean): Promise<void> {
  const end = performance.now() + patience;
  while (!test()) {
    if (performance.now() > end)
      throw new Error(`never: ${typeof what === "string" ? what : what()}`);
    await frame();
  }
}

interface Shown {
  readonly localName: string;
  readonly state: string | undefined;
  readonly message: string;
  readonly shownPrompt: PromptInput | undefined;
}

/** Waits until the view has drawn the answer for that prompt. */
export async function answered(view: Shown, prompt: PromptInput): Promise<void> {
  await until(
    () =>
      `${view.localName} live for ${JSON.stringify(prompt)}; is ${view.state} (${view.message}) for ${JSON.stringify(view.shownPrompt)}`,
    () => view.state === "live" && samePrompt(view.shownPrompt, prompt)
  );
  await drawn(view as unknown as Drawn);
}

/** Waits until the view says in words what is wrong, and returns the words. */
export async function failed(view: Shown): Promise<string> {
  await until(
    () => `${view.localName} in error; is ${view.state} (${view.message})`,
    () => view.state === "error"
  );
  await drawn(view as unknown as Drawn);
  return text(view as unknown as Drawn, '[role="alert"]');
}

interface Drawn {
  readonly updateComplete: Promise<boolean>;
  readonly renderRoot: HTMLElement | DocumentFragment;
}

/** Waits until everything that has changed is drawn. */
export async function drawn(element: Drawn): Promise<void> {
  for (let i = 0; i < 3; i++) {
    await element.updateComplete;
    await frame();
  }
}

export const all = ({renderRoot}: Drawn, selector: string): HTMLElement[] => [
  ...renderRoot.querySelectorAll<HTMLElement>(selector)
];

/** Returns the text of the one element that fits. */
export const text = (element: Drawn, selector: string): string =>
  all(element, selector)
    .map(({textContent}) => textContent.replace(/\s+/g, " ").trim())
    .join(" ");

/** Types as a browser does: the field has the new text, then its event crosses the shadow root. */
export function type(prompt: ConnectedPrompt, value: string): void {
  const field = prompt.renderRoot.querySelector("textarea")!;
  field.value = value;
  field.dispatchEvent(new InputEvent("input", {bubbles: true, composed: true}));
}
