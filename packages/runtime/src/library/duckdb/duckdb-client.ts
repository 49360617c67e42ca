/** `DuckDBClient` in cells: a database in the page, asked in SQL. */
import type {InstalledPackages} from "../optional-packages.ts";
import {createDatabase} from "./database.ts";
import type {Connection, Database, Rows} from "./database.ts";
import {insert} from "./insert.ts";

type Row = Readonly<Record<string, unknown>>;

/** What DuckDB calls types, and what notebooks call them. */
const types: readonly (readonly [RegExp, string])[] = [
  [/^(?:BIGINT|HUGEINT|UBIGINT)$/, "bigint"],
  [/^(?:DOUBLE|REAL|FLOAT)$/, "number"],
  [/^(?:U?(?:INTEGER|SMALLINT|TINYINT)|DECIMAL\(.*)$/, "integer"],
  [/^BOOLEAN$/, "boolean"],
  [/^(?:DATE|TIMESTAMP.*)$/, "date"],
  [/^(?:VARCHAR|UUID)$/, "string"]
];

export class DuckDBClient {
  readonly _db: Database;

  constructor(database: Database) {
    this._db = database;
  }

  /** Returns the whole answer, as a table of Arrow. */
  query(text: string, values: readonly unknown[] = []): Promise<Rows> {
    return this.#during(async (connection) => {
      if (values.length === 0) return connection.query(text);
      const statement = await connection.prepare(text);
      return statement.query(...values).finally(() => statement.close());
    });
  }

  /** Returns the first row of the answer; null where there is none. */
  async queryRow(text: string, values: readonly unknown[] = []): Promise<Row | null> {
    return (await this.query(text, values)).toArray()[0] ?? null;
  }

  /** Returns the answer in parts, as they come. */
  async queryStream(
    text: string,
    values: readonly unknown[] = []
  ): Promise<{readonly schema: unknown; readRows(): AsyncGenerator<Row[]>}> {
    const connection = await this._db.connect();
    try {
      const statement = values.length > 0 ? await connection.prepare(text) : null;
      const parts = statement ? await statement.send(...values) : await connection.send(text);
      const first = await parts.next();
      if (first.done) throw new Error("the database gives no answer");
      return {
        schema: (first.value as Rows).schema,
        readRows: () => rowsOf(connection, first, parts)
      };
    } catch (error) {
      await connection.close();
      throw error;
    }
  }

  /** Answers a template: its values are values, never SQL. */
  readonly sql = (strings: readonly string[], ...values: readonly unknown[]): Promise<Rows> =>
    this.query(strings.join("?"), values);

  queryTag(
    strings: readonly string[],
    ...values: unknown[]
  ): readonly [string, readonly unknown[]] {
    return [strings.join("?"), values];
  }

  escape(name: string): string {
    return `"${name.replaceAll('"', '""')}"`;
  }

  async describeTables(): Promise<readonly {readonly name: unknown}[]> {
    return (await this.query("SHOW TABLES")).toArray().map(({name}) => ({name}));
  }

  async describeColumns({table}: {readonly table: string}): Promise<readonly object[]> {
    const rows = (await this.query(`DESCRIBE ${this.escape(table)}`)).toArray();
    return rows.map(({column_name: name, column_type: type, null: nullable}) => ({
      name,
      type: types.find(([pattern]) => pattern.test(String(type)))?.[1] ?? "other",
      nullable: nullable !== "NO",
      databaseType: type
    }));
  }

  async #during<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    const connection = await this._db.connect();
    try {
      return await work(connection);
    } finally {
      await connection.close();
    }
  }
}
Object.defineProperty(DuckDBClient.prototype, "dialect", {value: "duckdb"});

async function* rowsOf(
  connection: Connection,
  first: IteratorResult<Rows>,
  parts: AsyncIterableIterator<Rows>
): AsyncGenerator<Row[]> {
  try {
    for (let part = first; !part.done; part = await parts.next()) yield part.value.toArray();
  } finally {
    await connection.close();
  }
}

/** Returns the class as notebooks know it, on the DuckDB that is installed. */
export function createDuckDBClient(installed: InstalledPackages): object {
  const of = async (
    sources: Readonly<Record<string, unknown>> = {},
    config: Readonly<Record<string, object>> = {}
  ): Promise<DuckDBClient> => {
    const database = await createDatabase(installed, config);
    for (const [name, source] of Object.entries(sources)) await insert(database, name, source);
    return new DuckDBClient(database);
  };
  const sql = (...given: Parameters<typeof of>): Promise<DuckDBClient["sql"]> =>
    of(...given).then((client) => client.sql);
  return Object.assign(class extends DuckDBClient {}, {of, sql});
}
