/** `vg` in cells: Mosaic's vgplot, whose coordinator asks a database in the page. */
import type {InstalledPackages} from "../optional-packages.ts";
import {createDatabase} from "./database.ts";

interface Mosaic {
  coordinator(): {databaseConnector(connector: unknown): void};
  wasmConnector(options: object): unknown;
}

/** Returns vgplot, connected to a database of the DuckDB that is installed. */
export async function connectMosaic(
  library: Readonly<Record<string, unknown>>,
  installed: InstalledPackages
): Promise<unknown> {
  const vg = library as unknown as Mosaic;
  const duckdb = await createDatabase(installed);
  const connection = await duckdb.connect();
  vg.coordinator().databaseConnector(vg.wasmConnector({duckdb, connection}));
  return library;
}
