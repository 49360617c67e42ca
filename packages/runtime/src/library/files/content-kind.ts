/** What a file holds, whatever it is called: said where something else was expected. */
// oxlint-disable no-control-regex -- files begin with such bytes

interface Kind {
  readonly words: string;
  /** First bytes, as Latin letters. */
  readonly begins: RegExp;
}

const kinds: readonly Kind[] = [
  {
    words: "a ZIP archive, or a workbook of Excel: read it with zip() or xlsx()",
    begins: /^PK\x03\x04/
  },
  {words: "an old workbook of Excel (.xls): save it as .xlsx", begins: /^\xd0\xcf\x11\xe0/},
  {words: "a Parquet file: read it with parquet()", begins: /^PAR1/},
  {words: "an Arrow file: read it with arrow()", begins: /^(?:ARROW1|\xff\xff\xff\xff)/},
  {words: "compressed by gzip: unpack it first", begins: /^\x1f\x8b/},
  {words: "a picture (PNG): read it with image()", begins: /^\x89PNG/},
  {words: "a picture (JPEG): read it with image()", begins: /^\xff\xd8\xff/},
  {words: "a picture (GIF): read it with image()", begins: /^GIF8/},
  {words: "a picture (WebP): read it with image()", begins: /^RIFF[^]{4}WEBP/},
  {words: "a PDF document", begins: /^%PDF/},
  {words: "a SQLite database", begins: /^SQLite format 3/},
  {
    words: "a page of HTML: read it with html()",
    begins: /^(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html)\b/i
  },
  {words: "XML: read it with xml()", begins: /^(?:\xef\xbb\xbf)?\s*<\?xml\b/},
  {
    words: "JSON: read it with json()",
    begins: /^(?:\xef\xbb\xbf)?\s*(?:\{\s*["}]|\[\s*[[{"\d\]-])/
  },
  {words: 'text in UTF-16: read it with text("utf-16le")', begins: /^\xff\xfe/},
  {words: 'text in UTF-16: read it with text("utf-16be")', begins: /^\xfe\xff/},
  {words: "bytes that are no text", begins: /^[^\0]*\0/}
];

/** So many of the first bytes are looked at. */
const head = 512;

/** Returns what a file is that is not text in lines; null when it may be. */
export function kindOf(bytes: Uint8Array): string | null {
  const letters = String.fromCharCode(...bytes.subarray(0, head));
  return kinds.find(({begins}) => begins.test(letters))?.words ?? null;
}
