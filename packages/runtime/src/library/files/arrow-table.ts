/** Tables of columns: files of Arrow and of Parquet. Times are dates, and whole numbers are numbers where they fit. */
import {tableFromArrays, tableFromIPC} from "@uwdata/flechette";
import type {Table} from "@uwdata/flechette";
import {parquetMetadata, parquetReadObjects, parquetSchema} from "hyparquet";
import {compressors} from "hyparquet-compressors";
import {kindOf} from "./content-kind.ts";

const options = {useDate: true} as const;

/** Does something with a file; what fails says which file, and what it is. */
async function reading<T>(
  {name, bytes, kind}: {readonly name: string; readonly bytes: Uint8Array; readonly kind: string},
  work: () => T | Promise<T>
): Promise<T> {
  try {
    if (bytes.length === 0) throw new Error("it is empty");
    return await work();
  } catch (error) {
    const is = kindOf(bytes);
    const what = is === null || is.includes(kind) ? (error as Error).message : `it is ${is}`;
    throw new Error(`${name}: not a file of ${kind} that can be read: ${what}`, {cause: error});
  }
}

export const readArrow = (name: string, bytes: Uint8Array): Promise<Table> =>
  reading({name, bytes, kind: "Arrow"}, () => tableFromIPC(bytes, options));

export const readParquet = (name: string, bytes: Uint8Array): Promise<Table> =>
  reading({name, bytes, kind: "Parquet"}, async () => {
    const file = bytes.buffer.slice(
      bytes.byteOffset,
      bytes.byteOffset + bytes.byteLength
    ) as ArrayBuffer;
    const metadata = parquetMetadata(file);
    const rows = await parquetReadObjects({file, metadata, compressors});
    const names = parquetSchema(metadata).children.map(({element}) => element.name);
    return tableFromArrays(
      names.map((column) => [column, rows.map((row) => plain(row[column]))] as const) as never,
      options
    );
  });

/** Counts are numbers in other files; only what would lose digits stays as it is. */
const plain = (value: unknown): unknown =>
  typeof value === "bigint" && Number.isSafeInteger(Number(value)) ? Number(value) : value;
