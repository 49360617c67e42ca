/** Views that draw recorded results by themselves: no engine, no model. */
import type {LitElement, PropertyDeclarations, ReactiveController} from "lit";
import {conversing} from "../elements/conversation.ts";
import {Recording} from "./recording.ts";
import type {Read, RecordedView} from "./recording.ts";

/** A view's class, as far as another can be made of it here. */
type Kind = (new () => LitElement) & {readonly properties: PropertyDeclarations};

/** Draws what `src` or a script inside holds, whenever one of them is new. */
class Redrawing implements ReactiveController {
  readonly #host: RecordedView<unknown>;
  readonly #recording: Recording<unknown>;

  constructor(host: RecordedView<unknown>, read: Read<unknown>) {
    this.#host = host;
    this.#recording = new Recording(host, read);
    host.addController(this);
    host.addEventListener("ecco-action", (event) => {
      if ((event as CustomEvent<{readonly name: string}>).detail.name !== "run") return;
      this.#recording.forget();
      host.requestUpdate();
    });
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostUpdated(): void {
    this.#recording.draw(false);
  }
}

/**
 * Returns a view with `src` (a file with a result or a trace), `prompt` (which of the trace's results) and a place
 * for a script with either inside. A `model` is noted and not run.
 */
export function recordedView(view: Kind, read: Read<unknown>): CustomElementConstructor {
  return class extends view {
    static override properties: PropertyDeclarations = {
      ...view.properties,
      model: {},
      ...conversing,
      src: {}
    };

    constructor() {
      super();
      new Redrawing(this as unknown as RecordedView<unknown>, read);
    }
  };
}

/** Registers views of recorded results under their tags; those that are taken stay as they are, and are named in a warning. */
export function defineRecorded(
  views: Readonly<Record<string, readonly [view: unknown, read: unknown]>>
): void {
  const taken = Object.entries(views).filter(([tag, [view, read]]) => {
    if (customElements.get(tag)) return true;
    customElements.define(tag, recordedView(view as Kind, read as Read<unknown>));
    return false;
  });
  if (taken.length)
    console.warn(
      `ecco: ${taken.map(([tag]) => `<${tag}>`).join(", ")} taken by another module; load Ecco once, ecco.js or views.js`
    );
}
