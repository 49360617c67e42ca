/** The WebAssembly runtime's binary, where somebody brings it before the runtime asks for it. */

/** True bytes of the file, which a host that compresses does not say; a test compares them. */
export const binaryBytes = 14_239_897;

let brought: Promise<Uint8Array | null> | undefined;

/** Whether nobody brings it yet, and no runtime has started. */
export const isWanted = (): boolean => brought === undefined;

/** Says who brings it; null where it did not come: then the runtime asks for it itself, and says why it fails. */
export function bring(binary: Promise<Uint8Array | null>): void {
  brought = binary.catch(() => null);
}

/** Returns what was brought, once: it is large, and the runtime has its own form of it. */
export async function takeBinary(): Promise<Uint8Array | null> {
  const taken = brought;
  brought = Promise.resolve(null);
  return (await taken) ?? null;
}

/** Throws where the page's policy forbids to compile: it would be downloaded in vain. */
export function checkCompiles(): void {
  const empty = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
  return void new WebAssembly.Module(empty);
}
