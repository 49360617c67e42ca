/** A tiny GPT-2 with the fault of many decoders: at position 0 the state is a hundred times as long as anywhere else. */
import {loadModel} from "../../packages/engine/src/index.ts";
import type {Model} from "../../packages/engine/src/index.ts";
import {changedFolder} from "./changed-model.ts";

/** The channel of the stream, and the neuron of block 1, that are large at position 0. */
export const loudChannel = 5;
export const loudNeuron = {layer: 1, neuron: 7};

const width = 32;
const neurons = 128;
const {layer, neuron} = loudNeuron;

/** What is put into each array, by the end of its name. */
const changes: Readonly<Record<string, (values: Float32Array) => void>> = {
  "wpe.weight": (values) => {
    values[loudChannel] = 600;
  },
  // The neuron reads that channel alone; behind the norm it is 5.6 at position 0 and below 4.5 at any other.
  [`h.${layer}.ln_2.weight`]: (values) => {
    values[loudChannel] = 1;
  },
  [`h.${layer}.ln_2.bias`]: (values) => {
    values[loudChannel] = 0;
  },
  [`h.${layer}.mlp.c_fc.weight`]: (values) => {
    for (let channel = 0; channel < width; channel++)
      values[channel * neurons + neuron] = channel === loudChannel ? 1000 : 0;
  },
  [`h.${layer}.mlp.c_fc.bias`]: (values) => {
    values[neuron] = -4500;
  },
  // And writes nothing.
  [`h.${layer}.mlp.c_proj.weight`]: (values) => {
    values.fill(0, neuron * width, (neuron + 1) * width);
  }
};

/** Returns a new folder with the model. */
export const loudFolder = (): string =>
  changedFolder("gpt2", {
    numbers: (name, values) =>
      Object.entries(changes).find(([end]) => name.endsWith(end))?.[1](values)
  });

export const loadLoud = (): Promise<Model> =>
  loadModel(loudFolder(), {backend: "reference", dtype: "float64"});
