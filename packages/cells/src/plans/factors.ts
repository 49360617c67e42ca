import type {NeuronsOptions} from "@ecco/engine";
import type {NeuronData} from "@ecco/viz";
import type {ConnectedFactors} from "../elements/factors.ts";
import {given} from "../elements/plan.ts";
import type {Plan} from "../elements/plan.ts";
import {neuronsOptions} from "../questions/neurons.ts";
import {NeuronsPlan} from "./neurons.ts";

/** Returns what the attributes ask for. */
function asked(host: ConnectedFactors): NeuronsOptions {
  const {factors, top} = host;
  return {...neuronsOptions(host), ...given({factors}), top};
}

export const planFactors = (host: ConnectedFactors): Plan<NeuronData> =>
  new NeuronsPlan(host, () => asked(host));
