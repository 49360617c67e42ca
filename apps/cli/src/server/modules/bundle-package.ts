/** Makes of an installed package what a page can load: CommonJS becomes modules, and files that belong together one. */
import {existsSync, readFileSync} from "node:fs";
import {dirname, join, relative, sep} from "node:path";
import type {OutputChunk, Plugin, RolldownOutput} from "rolldown";
import {nameOf, partOf} from "./package-name.ts";

export interface BundleRequest {
  /** Real place of the opened folder. */
  readonly root: string;
  /** Where the package is imported: what resolves is what this folder finds. */
  readonly folder: string;
  /** What is imported: `d3`, `react-dom/client`. */
  readonly specifier: string;
  /** Packages that it shares with who imports it. */
  readonly shared: ReadonlySet<string>;
  /** What the page calls the bundle. */
  readonly id: string;
  /** From the place of the bundle to files of the opened folder as they are. */
  readonly files: string;
}

export interface Bundle {
  readonly chunks: readonly {readonly name: string; readonly code: string}[];
  /** Packages that it shares with others, which the page loads before. */
  readonly peers: readonly string[];
  /** package.json of each package in it: with another version it is another bundle. */
  readonly packages: readonly string[];
  /** Whether files outside of the folder have become part of it. */
  readonly leadsOut: boolean;
}

/** What a package gives to browsers, by the conditions of its package.json. */
const conditions = ["module", "browser", "production", "default"];
const entry = "\0entry";
const peer = "\0peer ";

/** Bundles a package. Throws what the bundler throws, in its words. */
export async function bundlePackage(request: BundleRequest): Promise<Bundle> {
  const {rolldown} = await import("rolldown");
  const peers = new Set<string>();
  const build = await rolldown({
    input: {index: entry},
    cwd: request.root,
    platform: "browser",
    resolve: {conditionNames: conditions, mainFields: ["browser", "module", "main"]},
    transform: {
      define: {"process.env.NODE_ENV": '"production"', global: "globalThis"},
      target: "es2023"
    },
    logLevel: "silent",
    tsconfig: false,
    plugins: [leading(request, peers)]
  });
  try {
    const made = await build.generate({
      format: "es",
      entryFileNames: "index.js",
      chunkFileNames: "[name]-[hash].js",
      comments: {legal: true}
    });
    return bundleOf(made, request.root, peers);
  } finally {
    await build.close();
  }
}

/** Leads imports: the entry to the package, those of its peers to the page, and files to where they are. */
function leading(
  {root, folder, specifier, shared, files, id: bundle}: BundleRequest,
  peers: Set<string>
): Plugin {
  const own = nameOf(specifier);
  return {
    name: "ecco-packages",
    async resolveId(source, importer) {
      if (source === entry) {
        const found = await this.resolve(specifier, join(folder, "notebook.js"));
        if (!found) throw new Error(`the package has no ${partOf(specifier) || "main file"}`);
        return {...found, moduleSideEffects: true};
      }
      if (importer === undefined || !/^[\w@]/.test(source) || source.includes(":")) return null;
      const name = nameOf(source);
      // Another part of the same package holds the same state; of a peer there is to be one only.
      const isPart = name === own && partOf(source) !== partOf(specifier);
      const isPeer = shared.has(name);
      if (!isPart && !isPeer) return null;
      if (!(await this.resolve(source, importer, {skipSelf: true}))) return null;
      peers.add(source);
      return `${peer}${source}`;
    },
    load(id) {
      if (id.startsWith(peer))
        return {
          code: `module.exports = globalThis[Symbol.for("ecco.modules")].loaded(${JSON.stringify(bundle)}, ${JSON.stringify(id.slice(peer.length))});`,
          moduleType: "js"
        };
      if (id.endsWith(".css"))
        return {
          code: `globalThis[Symbol.for("ecco.modules")].style(${addressOf(id, root, files)});`,
          moduleType: "js"
        };
      return null;
    },
    transform: {
      filter: {code: "import.meta.url"},
      handler: (code, id) =>
        id.startsWith("\0")
          ? null
          : code.replaceAll(/\bimport\.meta\.url\b/g, addressOf(id, root, files))
    }
  };
}

/** Returns what in a bundle is the address of a file as it is: workers and WebAssembly lie beside it. */
const addressOf = (id: string, root: string, files: string): string => {
  const path = relative(root, id.replace(/\?.*$/s, "")).split(sep).map(encodeURIComponent);
  return `new URL(${JSON.stringify(files + path.join("/"))}, import.meta.url).href`;
};

/** Returns the package.json of a file: the nearest one that has a name. */
function packageOf(path: string): string | null {
  for (let folder = dirname(path); dirname(folder) !== folder; folder = dirname(folder)) {
    const file = join(folder, "package.json");
    if (!existsSync(file)) continue;
    try {
      if ((JSON.parse(readFileSync(file, "utf8")) as {name?: string}).name !== undefined)
        return file;
    } catch {
      return null;
    }
  }
  return null;
}

function bundleOf({output}: RolldownOutput, root: string, peers: ReadonlySet<string>): Bundle {
  const chunks = output.filter((each): each is OutputChunk => each.type === "chunk");
  const files = chunks
    .flatMap(({moduleIds}) => moduleIds)
    .filter((id) => !id.startsWith("\0") && !id.startsWith("rolldown:"))
    .map((id) => id.replace(/\?.*$/s, ""));
  const packages = new Set(files.flatMap((file) => packageOf(file) ?? []));
  return {
    chunks: chunks.map(({fileName, code}) => ({name: fileName, code})),
    peers: [...peers],
    packages: [...packages],
    leadsOut: files.some((file) => !file.startsWith(root + sep))
  };
}
