/** Safetensors files changed by their structure. */
import {readSafetensors, toFloat64} from "../../packages/engine/src/weights/safetensors.ts";
import {fuzz, jsonText, mutated, mutatedBytes} from "../fuzz.ts";

const header = {
  __metadata__: {format: "pt"},
  a: {dtype: "F32", shape: [2, 3], data_offsets: [0, 24]},
  "layers.0.b": {dtype: "BF16", shape: [1, 2], data_offsets: [24, 28]},
  "layers.0.c": {dtype: "I32", shape: [], data_offsets: [28, 32]},
  empty: {dtype: "F64", shape: [0, 7], data_offsets: [32, 32]}
};
const encoder = new TextEncoder();

function written(text: string, length: bigint | null, data: number): Uint8Array {
  const json = encoder.encode(text);
  const bytes = new Uint8Array(8 + json.length + data);
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}

fuzz({
  name: "safetensors",
  cases: 5000,
  make(random) {
    const length = random.chance(0.05)
      ? random.one([0n, 1n, 8n, 2n ** 31n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n])
      : null;
    const bytes = written(
      jsonText(mutated(header, random), random),
      length,
      random.one([32, 32, 32, 31, 33, 0, 4096])
    );
    return random.chance(0.2) ? mutatedBytes(bytes, random) : bytes;
  },
  read(bytes) {
    for (const tensor of readSafetensors(bytes, "x.safetensors").values()) toFloat64(tensor);
  }
});
