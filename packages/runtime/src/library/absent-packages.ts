/** Names that Observable's notebooks know and whose packages do not come with Ecco. */

/** Names with the packages that they are made of. */
export const absentPackages: Readonly<Record<string, readonly string[]>> = {
  Arrow: ["apache-arrow"],
  DuckDBClient: ["@duckdb/duckdb-wasm"],
  L: ["leaflet"],
  React: ["react"],
  ReactDOM: ["react-dom"],
  echarts: ["echarts"],
  mapboxgl: ["mapbox-gl"],
  mermaid: ["mermaid"],
  sql: ["@duckdb/duckdb-wasm"],
  vg: ["@uwdata/vgplot"],
  vl: ["vega", "vega-lite", "vega-lite-api"]
};

/** What tells the cell that reads such a name what it is made of. */
export const absentNames: Readonly<Record<string, () => never>> = Object.fromEntries(
  Object.entries(absentPackages).map(([name, needed]) => [
    name,
    () => {
      const what = needed.length === 1 ? `package ${needed[0]}` : `packages ${needed.join(", ")}`;
      throw new Error(`${name} does not come with Ecco: it is made of the ${what}`);
    }
  ])
);
