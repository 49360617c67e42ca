/** Gives a file that a reader has chosen the methods that notebooks read files with. */
import {readTable} from "./typed-rows.ts";
import type {Table, TableOptions} from "./typed-rows.ts";

/** A file with Observable's ways to read it. */
export interface ReadableFile extends File {
  readonly mimeType: string;
  /** In UTF-8 by default, else in the named encoding. */
  text(encoding?: string): Promise<string>;
  json(): Promise<unknown>;
  csv(options?: TableOptions): Promise<Table>;
  tsv(options?: TableOptions): Promise<Table>;
  dsv(options?: TableOptions): Promise<Table>;
  blob(): Promise<Blob>;
  /** An address of this page alone; it lasts as long as the page. */
  url(): Promise<string>;
  image(properties?: Partial<HTMLImageElement>): Promise<HTMLImageElement>;
  html(): Promise<Document>;
  xml(mimeType?: DOMParserSupportedType): Promise<Document>;
}

/** Returns the same file with these methods. */
export function readableFile(file: File): ReadableFile {
  let address: string | undefined;
  const text = async (encoding?: string): Promise<string> =>
    new TextDecoder(encoding).decode(await file.arrayBuffer());
  const url = (): Promise<string> => Promise.resolve((address ??= URL.createObjectURL(file)));
  const dsv = async (options?: TableOptions): Promise<Table> => readTable(await text(), options);
  const xml = async (mimeType: DOMParserSupportedType = "application/xml"): Promise<Document> =>
    new DOMParser().parseFromString(await text(), mimeType);
  const methods: Omit<ReadableFile, keyof File> & Pick<ReadableFile, "text"> = {
    mimeType: file.type || "application/octet-stream",
    text,
    json: async () => parse(await text(), file.name),
    csv: (options) => dsv({...options, delimiter: ","}),
    tsv: (options) => dsv({...options, delimiter: "\t"}),
    dsv,
    blob: () => Promise.resolve(file),
    url,
    image: async (properties) => {
      const image = Object.assign(new Image(), properties, {src: await url()});
      await image.decode().catch(() => {
        throw new Error(`${file.name}: not an image that this browser shows`);
      });
      return image;
    },
    html: () => xml("text/html"),
    xml
  };
  for (const [name, value] of Object.entries(methods))
    Object.defineProperty(file, name, {value, configurable: true});
  return file as ReadableFile;
}

function parse(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SyntaxError(`${name}: not JSON: ${(error as Error).message}`);
  }
}
