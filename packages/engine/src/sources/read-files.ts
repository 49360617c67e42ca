import {SourceError} from "../errors.ts";
import type {Files, OpenFile} from "./files.ts";

/** Returns the files of these names, null where there is no tokenizer. Throws SourceError when another is missing. */
export async function openAll(
  files: Files,
  names: readonly string[],
  signal: AbortSignal | undefined,
  first: OpenFile | null
): Promise<Map<string, OpenFile | null>> {
  const settled = await Promise.allSettled(
    names.map(async (name) =>
      first && name === "model.safetensors" ? first : files.open(name, signal)
    )
  );
  const opened = new Map(
    settled.map((result, i) => [names[i]!, result.status === "fulfilled" ? result.value : null])
  );
  const failed = settled.find((result) => result.status === "rejected");
  const lacking = names.find((name) => !name.startsWith("tokenizer") && !opened.get(name));
  if (failed || lacking) {
    await closeAll(opened);
    if (failed) throw failed.reason;
    missing(files, lacking!);
  }
  return opened;
}

/** Frees what was opened; files already read are closed and say so, which does not matter. */
export async function closeAll(opened: ReadonlyMap<string, OpenFile | null>): Promise<void> {
  await Promise.allSettled([...opened.values()].map(async (file) => file?.close()));
}

/** Throws the SourceError for a file that is not there. */
export function missing(files: Files, file: string): never {
  throw new SourceError(
    `${files.location}: no ${file}; expected a folder with config.json + *.safetensors + tokenizer.json`
  );
}

/** Returns all bytes of a file; `count` hears of each part. Throws SourceError when there are fewer than the host said. */
export async function readAll(
  file: OpenFile,
  name: string,
  count?: (bytes: number) => void
): Promise<Uint8Array> {
  const known = file.size;
  let bytes = new Uint8Array(known ?? 1 << 20);
  let length = 0;
  for await (const part of file.read()) {
    if (length + part.length > bytes.length) {
      const larger = new Uint8Array(Math.max(bytes.length * 2, length + part.length));
      larger.set(bytes.subarray(0, length));
      bytes = larger;
    }
    bytes.set(part, length);
    length += part.length;
    count?.(part.length);
  }
  if (known !== null && length !== known) {
    throw new SourceError(
      `${name}: truncated: got ${length} bytes, expected ${known}; load it again`
    );
  }
  return bytes.subarray(0, length);
}

/** Returns what a JSON file says, undefined for no file. Throws SourceError when it is not JSON. */
export function parse(bytes: Uint8Array | null, name: string): unknown {
  if (!bytes) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    const reason = error instanceof Error ? error.message.replaceAll(/\s+/g, " ") : String(error);
    throw new SourceError(`${name}: not JSON: ${reason}; copy or download the file again`, {
      cause: error
    });
  }
}
