import {ShapeError} from "../errors.ts";

export interface WrittenArray {
  readonly name: string;
  readonly dtype: "F64" | "F32";
  readonly shape: readonly number[];
  readonly data: Float64Array | Float32Array | readonly number[];
}

const widths: {readonly [T in WrittenArray["dtype"]]: number} = {F64: 8, F32: 4};

/** Returns the bytes of a safetensors file with these arrays, in their order, its data aligned to 8 bytes. */
export function writeSafetensors(
  arrays: readonly WrittenArray[],
  metadata?: Readonly<Record<string, string>>
): Uint8Array {
  const header: Record<string, unknown> = metadata ? {__metadata__: metadata} : {};
  let size = 0;
  for (const {name, dtype, shape, data} of arrays) {
    const count = shape.reduce((product, n) => product * n, 1);
    if (count !== data.length) {
      throw new ShapeError(
        `safetensors: ${name} has ${data.length} numbers, expected ${count} for [${shape.join(", ")}]`
      );
    }
    if (name in header)
      throw new ShapeError(`safetensors: ${name} is given twice; expected unique names`);
    header[name] = {dtype, shape, data_offsets: [size, (size += count * widths[dtype])]};
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const padded = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + padded + size).fill(0x20, 8, 8 + padded);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(padded), true);
  bytes.set(json, 8);
  let offset = 8 + padded;
  for (const {dtype, data} of arrays) {
    for (const value of data) {
      if (dtype === "F64") view.setFloat64(offset, value, true);
      else view.setFloat32(offset, value, true);
      offset += widths[dtype];
    }
  }
  return bytes;
}
