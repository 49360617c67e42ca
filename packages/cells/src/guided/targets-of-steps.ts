/** Finds what steps are about: by the ids they name, else the views that stand beside the text. */
import type {LitElement, ReactiveController} from "lit";
import {hasMarks} from "./pin-mark.ts";
import {readNumber} from "./step-settings.ts";
import type {StepSettings} from "./step-settings.ts";
import {hasSetting} from "./target.ts";

export interface Found {
  readonly elements: readonly Element[];
  /** Returns what a step says of one of them; undefined: nothing. */
  readonly said: (step: StepSettings, element: Element) => StepSettings | undefined;
  /** Whether a step that cannot pin its mark in an element is in error. */
  readonly hasToPin: (step: StepSettings, element: Element) => boolean;
  /** Returns what is said of ids that nothing has. */
  readonly missing: (ids: readonly string[]) => string | undefined;
}

export class TargetsOfSteps implements ReactiveController {
  readonly #host: LitElement;
  readonly #came: () => void;
  /** Looks at the page while an id is missing: its element may come later. */
  readonly #page: MutationObserver;
  #missing: ReadonlySet<string> = new Set();

  constructor(host: LitElement, came: () => void) {
    this.#host = host;
    this.#came = came;
    this.#page = new MutationObserver(() => {
      if ([...this.#missing].some((id) => this.#byId(id))) this.#came();
    });
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#page.disconnect();
    this.#missing = new Set();
  }

  of(steps: readonly StepSettings[]): Found {
    const beside = this.#beside();
    const ids = new Set(steps.flatMap(({targets}) => targets));
    const byId = new Map([...ids].map((id) => [id, this.#byId(id)] as const));
    const lost = [...ids].filter((id) => !byId.get(id));
    const of = ({targets}: StepSettings): readonly Element[] =>
      targets.length > 0 ? targets.flatMap((id) => byId.get(id) ?? []) : beside;
    this.#watch(new Set(lost));
    return {
      elements: [...new Set([...beside, ...byId.values()])].filter((element) => element !== null),
      said: (step, element) =>
        of(step).includes(element) ? partFor(step, element, of(step)) : undefined,
      hasToPin: (step, element) => of(step).every((each) => each === element || !hasMarks(each)),
      missing: (named) => {
        const words = named.filter((id) => lost.includes(id)).map((id) => `"${id}"`);
        return words.length === 0
          ? undefined
          : `for: nothing on this page has the id ${words.join(" or ")}; give it to the view, or leave "for" out where the view stands beside the text`;
      }
    };
  }

  /** The views beside the text, and the models they stand in. */
  #beside(): readonly Element[] {
    return [...this.#host.querySelectorAll("*")].filter(
      (element) =>
        element.localName.startsWith("ecco-") &&
        element.matches(":defined") &&
        element.closest("ecco-step, ecco-exercise") === null
    );
  }

  #byId(id: string): Element | null {
    const root = this.#host.getRootNode() as Document | ShadowRoot;
    return root.getElementById?.(id) ?? document.getElementById(id);
  }

  #watch(missing: ReadonlySet<string>): void {
    if (missing.size === 0) this.#page.disconnect();
    else if (this.#missing.size === 0)
      this.#page.observe(document, {
        childList: true,
        subtree: true,
        attributes: true,
        attributeFilter: ["id"]
      });
    this.#missing = missing;
  }
}

/**
 * Returns what a step says of one element among all it is about. What a view's model has as an attribute too is the
 * model's, so that all views in it share the prompt; what none of them has is part of the pin.
 */
function partFor(step: StepSettings, element: Element, all: readonly Element[]): StepSettings {
  const model = element.parentElement?.closest("ecco-model");
  const parts: Record<string, number | string> = {};
  const attributes: Record<string, string> = {};
  for (const [name, text] of Object.entries(step.attributes)) {
    const isModels = model && all.includes(model) && hasSetting(model, name);
    if (hasSetting(element, name) && !isModels) attributes[name] = text;
    else if (!all.some((each) => hasSetting(each, name))) parts[name] = readNumber(text);
  }
  const {pin} = step;
  const isWhole = pin !== undefined && (typeof pin !== "object" || pin === null);
  const whole = Object.keys(parts).length === 0 || isWhole ? pin : {...parts, ...pin};
  return {...step, attributes, pin: hasMarks(element) ? whole : undefined};
}
