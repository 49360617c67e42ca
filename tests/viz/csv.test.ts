/** What a table gives to spreadsheets: numbers as they are, texts that nothing runs. */
import {describe, expect, test} from "vitest";
import {tableToCsv} from "../../packages/viz/src/view/table.ts";
import type {TableCell} from "../../packages/viz/src/view/table.ts";

const csvOf = (cell: TableCell): string =>
  tableToCsv({caption: "", columns: [{label: "token"}], rows: [[cell]]}).replace("token\r\n", "");

describe("a text that a spreadsheet would run", () => {
  test.each<[string, string]>([
    ['=HYPERLINK("http://evil.example";"x")', `"'=HYPERLINK(""http://evil.example"";""x"")"`],
    ["=1+1", "'=1+1"],
    ["=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"],
    ["+1+1", "'+1+1"],
    ["-1+1", "'-1+1"],
    ["-", "'-"],
    ["-a", "'-a"],
    ["--", "'--"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=1", "'\t'=1"],
    ["\ta", "'\ta"],
    ["\r=1", `"'\r'=1"`],
    ["\n=1", `"'\n'=1"`],
    ["＝1", "'＝1"],
    ["＋1＋1", "'＋1＋1"],
    ["－1－1", "'－1－1"],
    ["＠SUM", "'＠SUM"],
    ["\ufeff=1", "'\ufeff=1"],
    ["\u200b=1", "'\u200b=1"],
    ["\u202e=1", "'\u202e=1"],
    ["\0=1", "'\0=1"],
    ["a;=1+1;b", "a;'=1+1;b"],
    ["a\n=1", `"a\n'=1"`],
    ["a\t＝1", "a\t'＝1"],
    ['a","=1', `"a"",""=1"`]
  ])("%j", (text, csv) => {
    expect(csvOf({text})).toBe(csv);
    expect(csvOf({text: "a", value: text})).toBe(csv);
  });
});

test.each<[TableCell, string]>([
  [{text: "−0.50", value: -0.5}, "-0.5"],
  [{text: "x", value: -1e-7}, "-1e-7"],
  [{text: "-0.5"}, "-0.5"],
  [{text: "+12"}, "+12"],
  [{text: "-12 %"}, "-12 %"],
  [{text: "-1,000.5"}, '"-1,000.5"'],
  [{text: "-1e-7"}, "-1e-7"],
  [{text: " = 1"}, " = 1"],
  [{text: "a=1"}, "a=1"],
  [{text: "x", value: null}, ""],
  [{text: "'=1"}, "'=1"],
  [{text: 'say "a"'}, '"say ""a"""']
])("numbers and other texts stay as they are: %j", (cell, csv) => {
  expect(csvOf(cell)).toBe(csv);
});

test("labels of columns and notes are texts too", () => {
  const csv = tableToCsv({
    caption: "",
    columns: [{label: "token"}, {label: "=1+1"}],
    rows: [[{text: "a"}, {text: "1", value: -1}]],
    notes: ["@note", "=2"]
  });
  expect(csv).toBe("token,'=1+1,notes\r\na,-1,'@note; =2");
});
