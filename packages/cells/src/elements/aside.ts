/** What is told beside a picture of the part that is pinned: asked for once the picture is settled, one at a time. */
import type {ModelInput, WritesOptions} from "@ecco/engine";
import type {Part, WritesData} from "@ecco/viz";
import {keyOf} from "../questions/answers.ts";
import {Latest} from "../questions/latest.ts";
import type {ConnectedView} from "./connected.ts";
import {given} from "./plan.ts";
import type {Plan, Subject} from "./plan.ts";

/** A view that can say what a part speaks for. */
type Host = Pick<ConnectedView<unknown>, "writes">;

export class Aside<D> {
  readonly #host: Host;
  readonly #plan: Plan<D>;
  readonly #latest: Latest<WritesData>;
  #asked: string | undefined;

  constructor(host: Host, plan: Plan<D>) {
    this.#host = host;
    this.#plan = plan;
    this.#latest = new Latest<WritesData>({
      started: () => {},
      answered: (writes) => {
        this.#host.writes = writes;
      },
      // The picture stands without it.
      failed: () => {}
    });
  }

  /** Asks for what the pinned part writes; without a settled picture, or a part that writes, for nothing. */
  look(subject: Subject | undefined, shown: D | undefined): void {
    const part =
      subject && shown !== undefined && subject.model.info.kind !== "encoder"
        ? this.#plan.part?.(shown)
        : undefined;
    if (!subject || shown === undefined || !part) {
      this.#latest.stop();
      this.#asked = undefined;
      return;
    }
    const text = this.#plan.textOf?.(subject, shown) ?? subject.prompt;
    const key = keyOf([subject.model.info.name, text, part]);
    if (key === this.#asked) return;
    this.#asked = key;
    this.#host.writes = undefined;
    this.#latest.ask((signal) => ask(subject, text, part, signal));
  }

  stop(): void {
    this.#latest.stop();
    this.#asked = undefined;
  }
}

const ask = (
  {model}: Subject,
  text: ModelInput,
  {site, layer, head, neuron, stack, position}: Part,
  signal: AbortSignal
): Promise<WritesData> =>
  model.writes(text, {
    site: site as WritesOptions["site"],
    stack: stack as NonNullable<WritesOptions["stack"]>,
    layer,
    position,
    ...given({head, neuron}),
    top: 8,
    signal
  });
