/** Why what a host has is no model that is read: asked only where no weights of the usual names are there. */
import {SourceError} from "../../errors.ts";
import {parsePython} from "../../json.ts";
import {adapterName, adapterReason, askedNames, reasonIn} from "../absent.ts";
import {textOf} from "./bounded.ts";
import type {RemoteFile} from "./download.ts";

/** Adapters' configs have less than a thousand bytes. */
const longest = 100_000;

/** Throws SourceError where one of these files says that the whole is an adapter, with the model that it changes. */
export async function refuseRemoteAdapter(
  source: string,
  files: readonly RemoteFile[],
  get: typeof fetch,
  init: RequestInit
): Promise<void> {
  const found = files.find(({name}) => name === adapterName);
  if (!found) return;
  let config: unknown = null;
  try {
    const response = await get(found.url, init);
    if (response.ok) config = parsePython(await textOf(response, longest, found.url));
  } catch {
    // Its name alone says what it is.
    init.signal?.throwIfAborted();
  }
  const fields = typeof config === "object" ? (config as Readonly<Record<string, unknown>>) : null;
  throw new SourceError(`${source}: ${adapterReason(fields)}`);
}

/** Throws SourceError where a host that does not list its files has what tells why. */
export async function refuseByProbes(
  source: string,
  probe: (name: string) => Promise<RemoteFile | null>,
  get: typeof fetch,
  init: RequestInit
): Promise<void> {
  const adapter = await probe(adapterName);
  if (adapter) await refuseRemoteAdapter(source, [adapter], get, init);
  const found = await Promise.all(askedNames.map(probe));
  const reason = reasonIn(found.flatMap((file) => (file ? [file.name] : [])));
  if (reason !== null) throw new SourceError(`${source}: ${reason}`);
}
