/** Draws recorded results in a view by itself: no engine, no model. */
import type {ReactiveController} from "lit";
import {Recording} from "./recording.ts";
import type {Read, RecordedView} from "./recording.ts";

/** Draws what `src` or a script inside holds, whenever one of them is new. */
export class Redrawing<D> implements ReactiveController {
  readonly #host: RecordedView<D>;
  readonly #recording: Recording<D>;

  constructor(host: RecordedView<D>, read: Read<D>) {
    this.#host = host;
    this.#recording = new Recording(host, read);
    host.addController(this);
    host.addEventListener("ecco-action", this.#acted);
  }

  readonly #acted = (event: Event): void => {
    if ((event as CustomEvent<{readonly name: string}>).detail.name !== "run") return;
    this.#recording.forget();
    this.#host.requestUpdate();
  };

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostUpdated(): void {
    this.#recording.draw(false);
  }

  /** Leaves the view to somebody else. */
  end(): void {
    this.#recording.stop();
    this.#host.removeController(this);
    this.#host.removeEventListener("ecco-action", this.#acted);
  }
}
