/** GGUF heads written by hand: what a hostile file says, number by number. */

/** A head under construction. */
export class Head {
  readonly bytes: number[] = [];
  text(text: string): this {
    this.bytes.push(...new TextEncoder().encode(text));
    return this;
  }
  u32(value: number): this {
    for (let i = 0; i < 4; i++) this.bytes.push((value >>> (8 * i)) & 255);
    return this;
  }
  u64(value: bigint | number): this {
    for (let i = 0n; i < 8n; i++) this.bytes.push(Number((BigInt(value) >> (8n * i)) & 255n));
    return this;
  }
  name(text: string): this {
    return this.u64(text.length).text(text);
  }
  /** Zeros up to the data, and as many bytes of data. */
  data(size: number): Uint8Array {
    const start = Math.ceil(this.bytes.length / 32) * 32;
    const all = new Uint8Array(start + size);
    all.set(this.bytes);
    return all;
  }
}

export const head = (tensorCount: bigint | number, entries: bigint | number, version = 3) =>
  new Head().text("GGUF").u32(version).u64(tensorCount).u64(entries);
/** One tensor's entry: axes fastest first, as the format has them. */
export const entry = (
  h: Head,
  name: string,
  axes: readonly (bigint | number)[],
  type: number,
  offset: bigint | number = 0
) => {
  h.name(name).u32(axes.length);
  for (const length of axes) h.u64(length);
  return h.u32(type).u64(offset);
};
export const one = (
  axes: readonly (bigint | number)[],
  type = 0,
  offset: bigint | number = 0,
  size = 64
) => entry(head(1, 0), "x", axes, type, offset).data(size);
