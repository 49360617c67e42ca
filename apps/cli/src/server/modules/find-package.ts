/** Packages that the author has installed: from the folder of who imports upwards, and not beyond the opened folder. */
import {readFile, realpath, stat} from "node:fs/promises";
import {join, posix, sep} from "node:path";
import {ModuleProblem} from "./module-problem.ts";

export interface FoundPackage {
  readonly name: string;
  readonly version: string;
  /** From the opened folder, with `/`: `node_modules/d3`. */
  readonly folder: string;
  /** Packages that it shares with who imports it. */
  readonly peers: ReadonlySet<string>;
}

/** Names that the registry allows, and those it once did. */
export const packageName = /^(?:@[\w.~-]+\/)?[\w~][\w.~-]*$/;

/** Returns the package of that name that a file of the folder finds; null where none is installed. */
export async function findPackage(
  root: string,
  name: string,
  from: string
): Promise<FoundPackage | null> {
  if (!packageName.test(name) || name === "node_modules") return null;
  for (let folder = posix.dirname(from); ; folder = posix.dirname(folder)) {
    const place = posix.join(folder, "node_modules", name);
    const found = posix.basename(folder) === "node_modules" ? null : await readPackage(root, place);
    if (found) return {...found, name};
    if (folder === "." || folder === "") return null;
  }
}

async function readPackage(
  root: string,
  folder: string
): Promise<Omit<FoundPackage, "name"> | null> {
  const file = join(root, folder, "package.json");
  const real = await realpath(file).catch(() => null);
  if (real === null) return null;
  if (!real.startsWith(root + sep))
    throw new ModuleProblem(
      `${folder} is a link that leads out of the folder that is open; install a copy of the package, or open the folder that holds both`
    );
  try {
    const said = JSON.parse(await readFile(real, "utf8")) as Readonly<Record<string, unknown>>;
    const peers = said["peerDependencies"];
    return {
      version: typeof said["version"] === "string" ? said["version"] : "0.0.0",
      folder,
      peers: new Set(typeof peers === "object" && peers !== null ? Object.keys(peers) : [])
    };
  } catch {
    throw new ModuleProblem(`${folder}/package.json cannot be read; install the package again`);
  }
}

/**
 * Returns the folder, from the opened one, that a package for a notebook is installed into: the nearest one upwards that
 * has packages or says which it wants, else the notebook's own.
 */
export async function installFolder(root: string, from: string): Promise<string> {
  const own = posix.dirname(from);
  for (let folder = own; ; folder = posix.dirname(folder)) {
    for (const sign of ["package.json", "node_modules"])
      if (await exists(join(root, folder, sign))) return folder;
    if (folder === "." || folder === "") return own;
  }
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false
  );
