/** Names that Observable's notebooks know and whose packages the author installs. */

type Module = Readonly<Record<string, unknown>>;

export interface InstalledPackages {
  /** Returns a package that is installed. Rejects with what to do where it is not. */
  readonly load: (specifier: string) => Promise<Module>;
  /** Returns the address of a file of an installed package, as it is. */
  readonly addressOf: (specifier: string) => Promise<string>;
}

interface Optional {
  /** Packages it is made of, with the versions it was tried with. */
  readonly packages: readonly string[];
  readonly make: (installed: InstalledPackages) => Promise<unknown>;
}

const whole = (specifier: string): Optional => ({
  packages: [specifier],
  make: ({load}) => load(specifier)
});

const leaflet: Optional["make"] = async ({load, addressOf}) => {
  const L = await load("leaflet@1");
  await addStyle(await addressOf("leaflet/dist/leaflet.css"));
  const {Icon} = L as {readonly Icon?: {readonly Default?: {imagePath?: string}}};
  if (Icon?.Default) Icon.Default.imagePath = await addressOf("leaflet/dist/images/");
  return L;
};

const duckdb: Optional["make"] = async (installed) => {
  const {createDuckDBClient} = await import("./duckdb/duckdb-client.ts");
  return createDuckDBClient(installed);
};

interface AnyClient {
  readonly of: () => Promise<{readonly sql: (...asked: unknown[]) => Promise<unknown>}>;
}

/** How each is made of its packages. */
export const optionalNames: Readonly<Record<string, Optional>> = {
  Arrow: whole("apache-arrow@21"),
  DuckDBClient: {packages: ["@duckdb/duckdb-wasm@1"], make: duckdb},
  L: {packages: ["leaflet@1"], make: leaflet},
  React: whole("react@19"),
  ReactDOM: {
    packages: ["react-dom@19"],
    make: async ({load}) => ({
      ...(await load("react-dom@19")),
      ...(await load("react-dom@19/client"))
    })
  },
  echarts: whole("echarts@6"),
  mapboxgl: {
    packages: ["mapbox-gl@3"],
    make: async ({load, addressOf}) => {
      const {default: mapboxgl} = await load("mapbox-gl@3");
      await addStyle(await addressOf("mapbox-gl/dist/mapbox-gl.css"));
      return mapboxgl;
    }
  },
  mermaid: {
    packages: ["mermaid@11"],
    make: async ({load}) => {
      const {mermaidTag} = await import("./mermaid-tag.ts");
      return mermaidTag((await load("mermaid@11"))["default"]);
    }
  },
  sql: {
    packages: ["@duckdb/duckdb-wasm@1"],
    make: async (installed) => {
      const client = (await duckdb(installed)) as AnyClient;
      const {sql} = await client.of();
      return sql;
    }
  },
  vg: {
    packages: ["@uwdata/vgplot@0.12", "@duckdb/duckdb-wasm@1"],
    make: async (installed) => {
      const {connectMosaic} = await import("./duckdb/mosaic.ts");
      return connectMosaic(await installed.load("@uwdata/vgplot@0.12"), installed);
    }
  },
  vl: {
    packages: ["vega-lite-api@6", "vega-lite@6", "vega@6"],
    make: async ({load}) => {
      const api = await load("vega-lite-api@6");
      const register = api["register"] as (vega: Module, vegaLite: Module) => unknown;
      register(await load("vega@6"), await load("vega-lite@6"));
      return api;
    }
  }
};

/** Puts a style sheet of a package into the page; resolves once it holds. */
function addStyle(href: string): Promise<void> {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = href;
  const loaded = new Promise<void>((resolve, reject) => {
    link.addEventListener("load", () => resolve());
    link.addEventListener("error", () => reject(new Error(`${href} did not come`)));
  });
  document.head.append(link);
  return loaded;
}

/** Returns what such a name says where no folder has packages. */
export function notHere(name: string): Error {
  const names = optionalNames[name]!.packages.map((each) => each.replace(/(?<=.)@[^@]*$/, ""));
  const what = names.length === 1 ? `package ${names[0]}` : `packages ${names.join(", ")}`;
  return new Error(`${name} does not come with Ecco: it is made of the ${what}`);
}
