/** Files of other programs, read as notebooks read them; those in fixtures/files were written by other libraries. */
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, test} from "vitest";
import {readArrow, readParquet} from "../../packages/runtime/src/library/files/arrow-table.ts";
import {kindOf} from "../../packages/runtime/src/library/files/content-kind.ts";
import {readableFile} from "../../packages/runtime/src/library/files/readable-file.ts";
import {readTable} from "../../packages/runtime/src/library/files/typed-rows.ts";
import {readWorkbook} from "../../packages/runtime/src/library/files/workbook.ts";
import {readZip} from "../../packages/runtime/src/library/files/zip-archive.ts";

const fixture = (name: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(readFileSync(join(import.meta.dirname, "../fixtures/files", name)));
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

test.each([
  ["Parquet", readParquet, "table.parquet"],
  ["Arrow", readArrow, "table.arrow"]
])("%s: a table of columns, with numbers, dates and what is missing", async (_, read, name) => {
  const table = await read(name, fixture(name));
  expect(table.numRows).toBe(3);
  expect(table.schema.fields.map((field) => field.name)).toEqual(["name", "count", "share", "day"]);
  expect(table.toArray()).toEqual([
    {name: "one", count: 1, share: 0.5, day: new Date("2024-01-01")},
    {name: "two", count: 2, share: 0.25, day: new Date("2024-01-02")},
    {name: null, count: 3, share: 0.125, day: null}
  ]);
});

test.each([
  ["Parquet", readParquet],
  ["Arrow", readArrow]
])("%s that is none says so, and what it is", async (kind, read) => {
  await expect(read("x.bin", bytesOf("a,b\n1,2\n"))).rejects.toThrow(
    `x.bin: not a file of ${kind} that can be read: `
  );
  await expect(read("x.bin", fixture("archive.zip"))).rejects.toThrow("it is a ZIP archive");
  await expect(read("x.bin", fixture(`table.${kind.toLowerCase()}`).slice(0, 100))).rejects.toThrow(
    `x.bin: not a file of ${kind} that can be read: `
  );
  await expect(read("x.bin", new Uint8Array())).rejects.toThrow("x.bin: not a file of");
});

describe("workbooks", () => {
  const book = readWorkbook("book.xlsx", fixture("book.xlsx"));

  test("have sheets, by name and by number", () => {
    expect(book.sheetNames).toEqual(["First", "Second"]);
    expect(book.sheet(0)).toEqual(book.sheet("First"));
    expect(() => book.sheet("Third")).toThrow("book.xlsx has no sheet Third; it has First, Second");
    expect(() => book.sheet(2)).toThrow("no sheet 2");
  });

  test("hold numbers, dates, results, links and rich text", () => {
    const rows = book.sheet("First", {headers: true});
    expect(rows.columns).toEqual(["#", "name", "count", "day", "sum", "link", "rich"]);
    expect(rows.map((row) => ({...row}))).toEqual([
      {
        name: "one",
        count: 1,
        day: new Date("2024-01-01"),
        sum: 2,
        link: "https://a.example/ here",
        rich: "ab"
      },
      {name: "two", count: 2.5, day: new Date("2024-01-02T12:30:00Z"), sum: Number.NaN, rich: true}
    ]);
    expect(rows.map((row) => row["#"])).toEqual([2, 3]);
  });

  test("are read in part", () => {
    const part = book.sheet("First", {range: "A2:B2"});
    expect(part.columns).toEqual(["#", "A", "B"]);
    expect(part.map((row) => ({...row}))).toEqual([{A: "one", B: 1}]);
    expect(book.sheet("First", {range: "B:"}).columns).toEqual(["#", "B", "C", "D", "E", "F"]);
    // As in Excel: what is before the first cell is empty.
    expect(book.sheet("Second").map((row) => row["C"])).toEqual([undefined, undefined, "far"]);
    expect(() => book.sheet(0, {range: "A1:XFD1048576"})).toThrow(
      "the sheet has 17,179,869,184 cells; name a range"
    );
    expect(() => book.sheet(0, {range: "first"})).toThrow('got "first", expected corners');
  });

  test("that are none say what they are", () => {
    expect(() => readWorkbook("a.xlsx", bytesOf("a,b\n1,2"))).toThrow("a.xlsx: not a workbook");
    expect(() => readWorkbook("a.xlsx", bytesOf("<!doctype html>"))).toThrow("a page of HTML");
    expect(() => readWorkbook("a.xlsx", fixture("archive.zip"))).toThrow(
      "a.xlsx: not a workbook that can be read"
    );
    expect(() => readWorkbook("a.xlsx", fixture("book.xlsx").slice(0, 3000))).toThrow(
      "a.xlsx: not a workbook that can be read"
    );
  });
});

describe("archives", () => {
  test("have files, each with all the ways to read it", async () => {
    const archive = await readZip("archive.zip", fixture("archive.zip"));
    expect(archive.filenames.toSorted()).toEqual(["a.csv", "in/b.json", "ä.txt"]);
    expect([...(await archive.file("a.csv").csv({typed: true}))]).toEqual([{x: 1, y: 2}]);
    expect(await archive.file("in/b.json").json()).toEqual([1]);
    expect(await archive.file("ä.txt").text()).toBe("ä".repeat(2000));
    expect(() => archive.file("b.json")).toThrow(
      "b.json is not in archive.zip; it has a.csv, in/b.json, ä.txt"
    );
  });

  test("that are none, or damaged, say so", async () => {
    await expect(readZip("x.zip", bytesOf("a,b"))).rejects.toThrow("x.zip: not an archive");
    const cut = fixture("archive.zip").slice(0, 300);
    await expect(readZip("x.zip", cut)).rejects.toThrow("x.zip: not an archive");
    const damaged = fixture("archive.zip").fill(255, 40, 60);
    const archive = await readZip("x.zip", damaged);
    await expect(archive.file("a.csv").csv()).rejects.toThrow();
  });
});

describe("what is no table of text", () => {
  const csv = (bytes: Uint8Array<ArrayBuffer> | string): Promise<unknown> =>
    readableFile(new File([bytes], "data.csv")).csv();

  test.each([
    [fixture("archive.zip"), /data\.csv is no table of text; it is a ZIP archive.*zip\(\) or xlsx/],
    [fixture("table.parquet"), /it is a Parquet file: read it with parquet\(\)/],
    [fixture("table.arrow"), /it is an Arrow file/],
    ["<!DOCTYPE html><p>404", /it is a page of HTML/],
    ['{"a": 1}', /it is JSON: read it with json\(\)/],
    ['[{"a": 1}]', /it is JSON/],
    [new Uint8Array([0xff, 0xfe, 97, 0]), /text in UTF-16: read it with text\("utf-16le"\)/],
    [new Uint8Array([97, 0, 98]), /bytes that are no text/]
  ])("is said by name (%#)", (bytes, words) => expect(csv(bytes)).rejects.toThrow(words));

  test("tables that begin like something else are tables", async () => {
    for (const text of ["", "a", "PK,b\n1,2", "[a],{b}\n1,2", "\ufeffa,b\n1,2", "<1,2"])
      expect(await csv(text)).toBeInstanceOf(Array);
    expect(kindOf(bytesOf("GIF8,b"))).toContain("GIF");
  });

  test("JSON that is none says what it is", async () => {
    const file = readableFile(new File(["<html>"], "a.json"));
    await expect(file.json()).rejects.toThrow(/a\.json: not JSON: .*; it is a page of HTML/);
  });
});

test("arquero reads by the ending of the name", async () => {
  const rows = async (name: string, bytes: Uint8Array<ArrayBuffer> | string): Promise<unknown> =>
    ((await readableFile(new File([bytes], name)).arquero()) as {objects(): unknown}).objects();
  expect(await rows("a.csv", "a,b\n1,x\n")).toEqual([{a: 1, b: "x"}]);
  expect(await rows("a.TSV", "a\tb\n1\tx\n")).toEqual([{a: 1, b: "x"}]);
  expect(await rows("a.json", '{"a": [1, 2]}')).toEqual([{a: 1}, {a: 2}]);
  for (const ending of ["arrow", "parquet"])
    expect(await rows(`a.${ending}`, fixture(`table.${ending}`))).toHaveLength(3);
  await expect(rows("a.txt", "")).rejects.toThrow("a.txt: arquero reads names that end in .csv");
});

test("columns become what nine tenths of their values are", () => {
  const text = (column: readonly string[]): string => `v\n${column.join("\n")}\n`;
  const auto = (column: readonly string[]): unknown[] =>
    (readTable(text(column), {typed: "auto"}) as unknown as {v: unknown}[]).map(({v}) => v);
  const ten = (value: string, other: string): string[] => [...Array<string>(9).fill(value), other];
  expect(auto(["1", "2.5", " 3 "])).toEqual([1, 2.5, 3]);
  expect(auto(ten("1", "x")).at(-1)).toBeNaN();
  expect(auto(["1", "x"])).toEqual(["1", "x"]);
  expect(auto(["true", "FALSE", "-"])).toEqual(["true", "FALSE", "-"]);
  expect(auto(["true", "FALSE"])).toEqual([true, false]);
  expect(auto(["2024-01-31", "1/31/2024", "2024-01-31T10:00Z"])).toEqual([
    new Date("2024-01-31"),
    new Date("1/31/2024"),
    new Date("2024-01-31T10:00Z")
  ]);
  expect(auto(ten("2024-01-31", "soon")).at(-1)).toEqual(new Date(Number.NaN));
});

test("a file that is too large is refused before it is read", async () => {
  const file = new File(["a"], "big.csv");
  Object.defineProperty(file, "size", {value: 300e6});
  await expect(readableFile(file).csv()).rejects.toThrow(
    "big.csv has 300 MB, and csv reads up to 250 MB"
  );
});
