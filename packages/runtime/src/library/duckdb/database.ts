/** A database of an installed DuckDB, whose program and worker are files of the package. */
import type {InstalledPackages} from "../optional-packages.ts";

/** Rows as Apache Arrow gives them: a table, or some rows of one. */
export interface Rows {
  readonly schema: unknown;
  toArray(): Readonly<Record<string, unknown>>[];
}

interface Statement {
  query(...values: readonly unknown[]): Promise<Rows>;
  send(...values: readonly unknown[]): Promise<AsyncIterableIterator<Rows>>;
  close(): Promise<void>;
}

export interface Connection {
  query(text: string): Promise<Rows>;
  send(text: string): Promise<AsyncIterableIterator<Rows>>;
  prepare(text: string): Promise<Statement>;
  insertArrowFromIPCStream(bytes: Uint8Array, options: object): Promise<void>;
  insertCSVFromPath(path: string, options: object): Promise<void>;
  close(): Promise<void>;
}

export interface Database {
  connect(): Promise<Connection>;
  open(config: object): Promise<void>;
  registerFileBuffer(name: string, bytes: Uint8Array): Promise<void>;
}

interface Package {
  readonly AsyncDuckDB: new (
    logger: unknown,
    worker: Worker
  ) => Database & {readonly instantiate: (program: string) => Promise<unknown>};
  readonly VoidLogger: new () => unknown;
  readonly selectBundle: (bundles: object) => Promise<{
    readonly mainModule: string;
    readonly mainWorker: string | null;
  }>;
}

/** Numbers and times are JavaScript's, and files are read whole: what else DuckDB would fetch is on another host. */
const defaults = {
  query: {castDecimalToDouble: true, castTimestampToDate: true, castBigIntToDouble: true},
  filesystem: {forceFullHTTPReads: true}
} as const;

/** Returns a database without tables. */
export async function createDatabase(
  {load, addressOf}: InstalledPackages,
  config: Readonly<Record<string, object>> = {}
): Promise<Database> {
  const duckdb = (await load("@duckdb/duckdb-wasm@1")) as unknown as Package;
  const file = (name: string): Promise<string> =>
    addressOf(`@duckdb/duckdb-wasm/dist/duckdb-${name}`);
  const bundle = async (kind: string): Promise<object> => ({
    mainModule: await file(`${kind}.wasm`),
    mainWorker: await file(`browser-${kind}.worker.js`)
  });
  const {mainModule, mainWorker} = await duckdb.selectBundle({
    mvp: await bundle("mvp"),
    eh: await bundle("eh")
  });
  const database = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), new Worker(mainWorker!));
  await database.instantiate(mainModule);
  const merged = Object.fromEntries(
    Object.entries(defaults).map(([key, value]) => [key, {...value, ...config[key]}])
  );
  await database.open({...config, ...merged});
  return database;
}
