/** Which files of a sentence encoder's modules a host has. */
import {besideModules, moduleFiles, moduleFolders, modulesName} from "../sentence-files.ts";
import {textOf} from "./bounded.ts";
import type {RemoteFile} from "./download.ts";

/** Returns modules.json and what belongs to it; nothing where there is none. */
export async function modulesOf(
  probe: (name: string) => Promise<RemoteFile | null>,
  {
    fetch: get = fetch,
    signal
  }: {readonly fetch?: typeof fetch | undefined; readonly signal?: AbortSignal | undefined}
): Promise<readonly RemoteFile[]> {
  const modules = await probe(modulesName);
  if (!modules) return [];
  const response = await get(modules.url, signal ? {signal} : {});
  const text = await textOf(response, 1_000_000, modules.url);
  const folders = moduleFolders(parsed(text), modules.url);
  const found = await Promise.all(
    [
      ...besideModules.slice(0, 2),
      ...folders.flatMap((folder) => moduleFiles.map((file) => `${folder}/${file}`))
    ].map(probe)
  );
  return [modules, ...found.filter((file) => file !== null)];
}

/** What is no JSON says nothing. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
