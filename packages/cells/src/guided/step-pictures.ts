/** Keeps what the views looked like in each step, for print: paper shows all steps at once. */
import type {LitElement, ReactiveController} from "lit";
import type {StepElement} from "./step.ts";

/** A view that can give its picture. */
type Drawing = LitElement & {
  readonly data?: unknown;
  readonly state?: string;
  readonly toSvg?: () => Promise<string>;
};

/** How long a picture stands still before it is kept, in ms. */
const patience = 400;
/** Larger pictures are not kept, in UTF-16 units. */
const largest = 1_000_000;
const settled: ReadonlySet<string | undefined> = new Set([undefined, null, "live"]) as never;

export class StepPictures implements ReactiveController {
  readonly #current: () => StepElement | undefined;
  readonly #kept = new Map<StepElement, Map<Drawing, string>>();
  readonly #watched = new Map<Drawing, ReactiveController>();
  readonly #timers = new Map<Drawing, ReturnType<typeof setTimeout>>();
  readonly #paper = matchMedia("print");

  constructor(host: LitElement, current: () => StepElement | undefined) {
    this.#current = current;
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener("beforeprint", this.#print);
    addEventListener("afterprint", this.#clear);
    this.#paper.addEventListener("change", this.#turn);
  }

  hostDisconnected(): void {
    removeEventListener("beforeprint", this.#print);
    removeEventListener("afterprint", this.#clear);
    this.#paper.removeEventListener("change", this.#turn);
    for (const [view, controller] of this.#watched) view.removeController(controller);
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#watched.clear();
  }

  /** Keeps the pictures of these views from now on. */
  watch(elements: Iterable<Element>): void {
    for (const element of elements) {
      const view = element as Drawing;
      if (!view.toSvg || this.#watched.has(view)) continue;
      const controller: ReactiveController = {hostUpdated: () => this.#later(view)};
      this.#watched.set(view, controller);
      view.addController(controller);
      this.#later(view);
    }
  }

  /** Looks again at all of them: another step is read. */
  look(): void {
    for (const view of this.#watched.keys()) this.#later(view);
  }

  /** Whether the step has a picture. */
  has(step: StepElement): boolean {
    return this.#kept.has(step);
  }

  #later(view: Drawing): void {
    clearTimeout(this.#timers.get(view));
    this.#timers.set(
      view,
      setTimeout(() => void this.#keep(view), patience)
    );
  }

  async #keep(view: Drawing): Promise<void> {
    const step = this.#current();
    const {data} = view;
    if (!step || data === undefined || !view.isConnected || !settled.has(view.state)) return;
    // Without a picture the step is printed without one.
    const svg = await view.toSvg!().catch(() => "");
    if (svg === "" || svg.length > largest || step !== this.#current() || data !== view.data)
      return;
    const kept = this.#kept.get(step) ?? new Map<Drawing, string>();
    this.#kept.set(step, kept.set(view, svg));
  }

  readonly #turn = ({matches}: MediaQueryListEvent): void =>
    matches ? this.#print() : this.#clear();

  readonly #print = (): void => {
    for (const [step, pictures] of this.#kept) {
      const all = document.createDocumentFragment();
      for (const svg of pictures.values()) {
        const {documentElement} = new DOMParser().parseFromString(svg, "image/svg+xml");
        if (documentElement.localName === "svg") all.append(document.adoptNode(documentElement));
      }
      step.print(all);
    }
  };

  readonly #clear = (): void => {
    for (const step of this.#kept.keys()) step.print(null);
  };
}
