/** Puts what notebooks have at hand into tables of a database: rows, tables, files. */
import type {Database} from "./database.ts";

interface File {
  readonly name: string;
  arrayBuffer(): Promise<ArrayBuffer>;
  json(): Promise<unknown>;
  parquet(): Promise<unknown>;
  arrow(): Promise<unknown>;
  csv(options: {readonly typed: "auto"}): Promise<readonly object[]>;
}

type Insert = (database: Database, table: string, file: File) => Promise<void>;

const isFile = (value: unknown): value is File =>
  typeof (value as Partial<File> | null)?.arrayBuffer === "function" &&
  typeof (value as Partial<File>).name === "string";

/** How files are read, by the end of their name. */
const readers: ReadonlyMap<string, Insert> = new Map<string, Insert>([
  ["csv", insertCsv],
  ["tsv", insertCsv],
  ["json", async (database, table, file) => insert(database, table, await file.json())],
  ["parquet", async (database, table, file) => insert(database, table, await file.parquet())],
  ["arrow", async (database, table, file) => insert(database, table, await file.arrow())]
]);

/** Makes a table of a value: of rows, a table of Arrow or Arquero, or a file. Throws for anything else. */
export async function insert(database: Database, table: string, given: unknown): Promise<void> {
  const value = await given;
  if (isFile(value)) {
    const ending = /\.(\w+)$/.exec(value.name)?.[1]?.toLowerCase() ?? "";
    const read = readers.get(ending);
    if (!read)
      throw new Error(
        `${value.name} is no file that becomes a table; expected one of ${[...readers.keys()].join(", ")}`
      );
    return read(database, table, value);
  }
  const bytes = await bytesOf(table, value);
  const connection = await database.connect();
  try {
    await connection.insertArrowFromIPCStream(bytes, {name: table, schema: "main"});
  } finally {
    await connection.close();
  }
}

interface Columns {
  toArrowIPC(options: {readonly format: "stream"}): Uint8Array;
}

/** Returns a table's columns as Arrow writes them. */
async function bytesOf(table: string, value: unknown): Promise<Uint8Array> {
  const aq = await import("arquero");
  const isArquero = typeof (value as Partial<Columns> | null)?.toArrowIPC === "function";
  const isArrow = typeof (value as {getChild?: unknown} | null)?.getChild === "function";
  if (!isArquero && !isArrow && !Array.isArray(value))
    throw new Error(
      `${table}: got ${value === null ? "null" : typeof value}, expected rows, a table of Arrow or Arquero, or a file`
    );
  const columns = isArquero
    ? (value as Columns)
    : isArrow
      ? (aq.fromArrow(value as never) as unknown as Columns)
      : (aq.from(value as object[]) as unknown as Columns);
  return columns.toArrowIPC({format: "stream"});
}

async function insertCsv(database: Database, table: string, file: File): Promise<void> {
  await database.registerFileBuffer(file.name, new Uint8Array(await file.arrayBuffer()));
  const connection = await database.connect();
  try {
    await connection.insertCSVFromPath(file.name, {name: table, schema: "main"});
  } finally {
    await connection.close();
  }
}
