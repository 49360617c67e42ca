/** What views of neurons ask: the neurons of the prompt and of more texts, and of a pinned one what it does. */
import type {NeuronsOptions} from "@ecco/engine";
import type {NeuronData, NeuronName} from "@ecco/viz";
import {keyOf} from "../questions/answers.ts";
import {detailOf, layerChoices, readTexts} from "../questions/neurons.ts";
import type {ConnectedView} from "../elements/connected.ts";
import {decoderPlaces} from "../elements/places.ts";
import {given} from "../elements/plan.ts";
import type {Plan, Request, Subject, Work} from "../elements/plan.ts";

/** A view of neurons, as its plan sees it. */
interface NeuronsHost extends ConnectedView<NeuronData> {
  readonly neuron: NeuronName | undefined;
  readonly position: number | null;
  readonly texts: readonly string[];
  readonly stack: string | undefined;
}

export class NeuronsPlan implements Plan<NeuronData> {
  readonly #host: NeuronsHost;
  /** What the attributes ask for. */
  readonly #options: () => NeuronsOptions;
  readonly #places = decoderPlaces();
  /** What the shown answer is to, the pinned neuron aside. */
  #answered: string | undefined;

  constructor(host: NeuronsHost, options: () => NeuronsOptions) {
    this.#host = host;
    this.#options = options;
  }

  request(): Request {
    const {neuron, texts} = this.#host;
    return {...this.#asked(), texts, ...given({neuron})};
  }

  // What is no answerable question shall fail where it is asked, not here.
  #asked(): Request {
    try {
      return {...this.#options()};
    } catch (error) {
      return {refused: String(error)};
    }
  }

  holds({detail}: NeuronData, {neuron, ...rest}: Request): boolean {
    if (keyOf(rest) !== this.#answered) return false;
    return (
      neuron === undefined || (detail !== undefined && keyOf(nameOf(detail)) === keyOf(neuron))
    );
  }

  async answer(
    {model, prompt}: Subject,
    request: Request,
    work: Work<NeuronData>
  ): Promise<NeuronData> {
    const {neuron: _, ...rest} = request;
    const {neuron, texts, stack} = this.#host;
    const asked = this.#options();
    const {signal, progress} = work;
    this.#host.choices = {
      ...this.#host.choices,
      layers: layerChoices(model.info, stack ?? undefined)
    };
    const inputs = [prompt, ...texts];
    const found = model.neurons(inputs.length === 1 ? prompt : inputs, {
      ...asked,
      signal,
      progress: (done, total) => progress(done / total)
    });
    const [data] = await Promise.all([found, this.#places.learn(model, prompt)]);
    const detail =
      neuron &&
      (await detailOf(
        model,
        {texts: readTexts(data, inputs), stack: data.stack},
        {...neuron, signal, ...given({without: asked.without})}
      ));
    this.#answered = keyOf(rest);
    return {...data, ...given({detail})};
  }

  /** Other texts than the prompt have no place in it. */
  outward(position: number, shown: NeuronData | undefined): number | null {
    if (position >= (shown?.texts[0]?.end ?? Infinity)) return null;
    return shown?.stack === "decoder" ? this.#places.outward(position) : position;
  }

  inward(position: number, shown: NeuronData | undefined): number | null {
    const place = shown?.stack === "decoder" ? this.#places.inward(position) : position;
    return place !== null && place < (shown?.texts[0]?.end ?? Infinity) ? place : null;
  }

  selection(shown: NeuronData | undefined): number | null {
    const {position} = this.#host;
    return position === null ? null : this.outward(position, shown);
  }
}

const nameOf = ({layer, neuron}: NeuronName): NeuronName => ({layer, neuron});
