/** Whether a file has come as a whole, by what is in it: where its host does not say how long it is. */
import {safetensorsLength} from "../../weights/safetensors-length.ts";

export interface Wholeness {
  /** Looks at the next bytes, from the first on. */
  see(bytes: Uint8Array): void;
  /** Returns of how much it is only a part, in words; null where it is whole, or nobody can know. */
  lacks(length: number): string | null;
}

/** Returns what can be known of a file of this name. */
export function wholeness(name: string): Wholeness {
  if (/\.safetensors$/i.test(name)) return ofSafetensors();
  if (/\.json$/i.test(name)) return ofJson();
  return {see: () => {}, lacks: () => null};
}

/** The header says how long the file is. */
function ofSafetensors(): Wholeness {
  const lengthIn = safetensorsLength();
  let head: Uint8Array | null = new Uint8Array(0);
  let whole: number | null = null;
  return {
    see(bytes) {
      if (head === null) return;
      const longer = new Uint8Array(head.length + bytes.length);
      longer.set(head);
      longer.set(bytes, head.length);
      whole = lengthIn(longer);
      head = whole === null && longer.length < mostLooked ? longer : null;
    },
    lacks: (length) => (whole !== null && length < whole ? `of ${whole} bytes` : null)
  };
}

/** Bytes of the beginning that are kept to find the header's end; headers of large models have a few hundred thousand. */
const mostLooked = 8_000_000;

/** Files of models are objects or lists: they end as such. */
function ofJson(): Wholeness {
  let last = 0;
  return {
    see(bytes) {
      for (let at = bytes.length - 1; at >= 0; at--) {
        if (bytes[at]! <= space) continue;
        last = bytes[at]!;
        return;
      }
    },
    lacks: () => (last === brace || last === bracket ? null : "bytes, within its JSON")
  };
}

const [space, bracket, brace] = [0x20, 0x5d, 0x7d];
