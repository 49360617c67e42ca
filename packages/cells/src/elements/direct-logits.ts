import type {DirectGrain} from "@ecco/engine";
import {DirectLogits} from "@ecco/viz";
import type {DirectLogitsData} from "@ecco/viz";
import {readDirectLogits} from "../recorded/read-direct-logits.ts";
import {connected} from "./connected.ts";
import {Connection} from "./connection.ts";
import type {PromptInput} from "./conversation.ts";
import {given} from "./plan.ts";
import type {Plan} from "./plan.ts";
import type {ModelLike} from "./source.ts";

/** Shows a logit as the sum of what each part of the model adds to it, live. */
export class ConnectedDirectLogits extends DirectLogits {
  static override properties = {
    ...DirectLogits.properties,
    ...connected,
    target: {},
    foil: {},
    position: {type: Number},
    top: {type: Number}
  };

  declare model: ModelLike | undefined;
  declare backend: string | undefined;
  declare prompt: PromptInput | undefined;
  declare src: string | undefined;
  declare shownPrompt: PromptInput | undefined;
  /** The token whose logit is told: its exact text (" London") or "#id"; defaults to the most probable. */
  declare target: string | undefined;
  /** The token it is compared with: the difference of the two logits is told. */
  declare foil: string | undefined;
  /** Where the logit is read; defaults to the last position (masked models: the first mask). */
  declare position: number | undefined;
  /** How many neurons are told; defaults to 20. */
  declare top: number | undefined;

  constructor() {
    super();
    this.choices = {by: ["layer", "head", "neuron"]};
    new Connection<DirectLogitsData>(this, planFor(this));
  }
}

const planFor = (host: ConnectedDirectLogits): Plan<DirectLogitsData> => {
  const options = (): Readonly<Record<string, unknown>> => {
    const {target, foil, position, top} = host;
    return given({by: host.by as DirectGrain | undefined, target, foil, position, top});
  };
  return {
    request: options,
    answer: ({model, prompt}, _request, {signal}) =>
      model.directLogits(prompt, {...options(), signal}),
    // The whole view is about one position; nothing in it has one of its own.
    outward: () => null,
    part: () => host.writingPart,
    read: readDirectLogits
  };
};
