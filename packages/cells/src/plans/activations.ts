import type {NeuronsOptions} from "@ecco/engine";
import type {NeuronData} from "@ecco/viz";
import type {ConnectedActivations} from "../elements/activations.ts";
import type {Plan} from "../elements/plan.ts";
import {neuronsOptions} from "../questions/neurons.ts";
import {NeuronsPlan} from "./neurons.ts";

/** Returns what the attributes ask for. */
function asked(host: ConnectedActivations): NeuronsOptions {
  const {groups, top} = host;
  // The factors are not drawn: one sweep of one is the least there can be.
  const least = {...neuronsOptions(host), factors: 1, iterations: 1};
  return groups ? {...least, group: {clusters: groups}, top: top ?? 5} : {...least, top: top ?? 14};
}

export const planActivations = (host: ConnectedActivations): Plan<NeuronData> =>
  new NeuronsPlan(host, () => asked(host));
