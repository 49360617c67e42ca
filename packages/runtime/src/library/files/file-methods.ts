/** The ways in which notebooks read a file, wherever it comes from: beside the notebook, chosen by a reader, out of an archive. */
import {kindOf} from "./content-kind.ts";
import {readTable} from "./typed-rows.ts";
import type {Table, TableOptions} from "./typed-rows.ts";
import type {Workbook} from "./workbook.ts";
import type {ZipArchive} from "./zip-archive.ts";

/** What is known of a file. */
export interface FileSource {
  readonly name: string;
  /** Its bytes. Throws when there are more of them than *most*. */
  readonly read: (most: number, use: string) => Promise<ArrayBuffer>;
  readonly url: () => Promise<string>;
  /** Says why the browser shows no image of it. */
  readonly whyNoImage: () => Promise<Error>;
}

export interface FileMethods {
  arrayBuffer(): Promise<ArrayBuffer>;
  /** In UTF-8 by default, else in the named encoding. */
  text(encoding?: string): Promise<string>;
  json(): Promise<unknown>;
  csv(options?: TableOptions): Promise<Table>;
  tsv(options?: TableOptions): Promise<Table>;
  dsv(options?: TableOptions): Promise<Table>;
  url(): Promise<string>;
  image(properties?: Partial<HTMLImageElement>): Promise<HTMLImageElement>;
  html(): Promise<Document>;
  xml(mimeType?: DOMParserSupportedType): Promise<Document>;
  /** A table of columns with `numRows`, `getChild`, `get` and `toArray`. */
  arrow(): Promise<unknown>;
  parquet(): Promise<unknown>;
  /** A table of Arquero, of CSV, TSV, JSON, Arrow or Parquet, by the name's ending. */
  arquero(options?: object): Promise<unknown>;
  xlsx(): Promise<Workbook>;
  zip(): Promise<ZipArchive>;
}

/** Most bytes that are read: what is made of text takes many times its size, and a text of a browser ends at half a gigabyte. */
const limits = {bytes: 2e9, text: 500e6, table: 250e6, archive: 500e6} as const;

/** Returns the error of a file that is too large. */
export const tooLarge = (name: string, bytes: number, most: number, use: string): Error =>
  new Error(
    `${name} has ${megabytes(bytes)}, and ${use} reads up to ${megabytes(most)}; split it, or read it in parts with stream()`
  );

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6).toLocaleString("en")} MB`;

export function fileMethods(source: FileSource): FileMethods {
  const {name, read, url} = source;
  const text = async (encoding?: string): Promise<string> =>
    new TextDecoder(encoding).decode(await read(limits.text, "text"));
  const dsv = async (options?: TableOptions): Promise<Table> => {
    const bytes = new Uint8Array(await read(limits.table, "csv"));
    const kind = kindOf(bytes);
    if (kind !== null) throw new Error(`${name} is no table of text; it is ${kind}`);
    return readTable(new TextDecoder().decode(bytes), options);
  };
  const xml = async (mimeType: DOMParserSupportedType = "application/xml"): Promise<Document> =>
    new DOMParser().parseFromString(await text(), mimeType);
  const archive = async (use: string): Promise<Uint8Array> =>
    new Uint8Array(await read(limits.archive, use));
  const methods: FileMethods = {
    arrayBuffer: () => read(limits.bytes, "arrayBuffer"),
    text,
    json: async () => {
      const bytes = new Uint8Array(await read(limits.text, "json"));
      try {
        return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
      } catch (error) {
        const kind = kindOf(bytes);
        const is = kind === null || kind.startsWith("JSON") ? "" : `; it is ${kind}`;
        throw new SyntaxError(`${name}: not JSON: ${(error as Error).message}${is}`, {
          cause: error
        });
      }
    },
    csv: (options) => dsv({...options, delimiter: ","}),
    tsv: (options) => dsv({...options, delimiter: "\t"}),
    dsv,
    url,
    image: async (properties) => {
      const image = Object.assign(new Image(), properties, {src: await url()});
      await image.decode().catch(async () => {
        throw await source.whyNoImage();
      });
      return image;
    },
    html: () => xml("text/html"),
    xml,
    arrow: async () => (await import("./arrow-table.ts")).readArrow(name, await archive("arrow")),
    parquet: async () =>
      (await import("./arrow-table.ts")).readParquet(name, await archive("parquet")),
    arquero: async (options) => {
      const aq = await import("arquero");
      const ending = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? "";
      const readers: Readonly<Record<string, () => Promise<unknown>>> = {
        csv: async () => aq.fromCSV(await text(), options),
        tsv: async () => aq.fromCSV(await text(), {delimiter: "\t", ...options}),
        json: async () => aq.fromJSON(await text(), options),
        arrow: async () => aq.fromArrow((await methods.arrow()) as never, options),
        feather: async () => aq.fromArrow((await methods.arrow()) as never, options),
        parquet: async () => aq.fromArrow((await methods.parquet()) as never, options)
      };
      const reader = Object.hasOwn(readers, ending) ? readers[ending] : undefined;
      if (!reader)
        throw new Error(
          `${name}: arquero reads names that end in .${Object.keys(readers).join(", .")}; read others with aq.fromCSV(await file.text()) or alike`
        );
      return reader();
    },
    xlsx: async () => (await import("./workbook.ts")).readWorkbook(name, await archive("xlsx")),
    zip: async () => (await import("./zip-archive.ts")).readZip(name, await archive("zip"))
  };
  return methods;
}
