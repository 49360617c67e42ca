/** Weights as the runtime reads them: in place, without a copy in the model. */
import type {Locate} from "./emit.ts";

/** Smaller tensors go into the model itself: a place in another file is as long. */
const SMALL = 256;

export interface WeightFile {
  readonly path: string;
  readonly data: Uint8Array;
}

export interface WeightFiles {
  readonly locate: Locate;
  /** Returns the files that were pointed into since it was last asked. */
  used(): WeightFile[];
}

/** Returns names for the buffers that weights are views of: a safetensors file, or its shards. */
export function weightFiles(): WeightFiles {
  // Not held beyond their model's preparation: what was decoded for it alone is then given up.
  const names = new WeakMap<ArrayBufferLike, string>();
  let count = 0;
  const used = new Set<ArrayBufferLike>();
  return {
    locate({bytes}) {
      if (bytes.byteLength < SMALL) return bytes;
      const {buffer, byteOffset, byteLength} = bytes;
      let file = names.get(buffer);
      if (file === undefined) names.set(buffer, (file = `weights-${count++}`));
      used.add(buffer);
      return {file, offset: byteOffset, length: byteLength};
    },
    used() {
      const files = [...used].map((buffer) => ({
        path: names.get(buffer)!,
        data: new Uint8Array(buffer)
      }));
      used.clear();
      return files;
    }
  };
}
