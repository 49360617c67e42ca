import {
  deleteCell,
  emptyNotebook,
  insertCell,
  moveCell,
  readNotebook,
  setHidden,
  setPinned,
  setText,
  setTitle,
  setType,
  writeNotebook
} from "@ecco/runtime";
import fc from "fast-check";
import {expect, test} from "vitest";
import {apply, edit, generated, meaning, nasty, plain, text} from "./document-files.ts";

const source = fc.oneof(
  fc.constantFrom(...Object.values(nasty)),
  generated.map((file) => file.source)
);

test("a file that is written and read again says the same, after any edits of any file", () => {
  fc.assert(
    fc.property(source, fc.array(edit, {maxLength: 8}), (file, edits) => {
      const edited = edits.reduce(apply, readNotebook(file));
      expect(meaning(readNotebook(writeNotebook(edited)))).toEqual(meaning(edited));
    }),
    {numRuns: 1000}
  );
});

test("an edit of a text changes no byte outside of it", () => {
  fc.assert(
    fc.property(generated, text, (file, words) => {
      const notebook = readNotebook(file.source);
      file.bodies.forEach(({start, end}, index) => {
        const edited = setText(notebook, notebook.cells[index]!.id, words);
        const written = writeNotebook(edited);
        const [before, after] = [file.source.slice(0, start), file.source.slice(end)];
        expect(written.startsWith(before)).toBe(true);
        expect(written.slice(before.length).endsWith(after)).toBe(true);
        expect(edited.cells[index]!.text).toBe(words.replace(/\r\n?/g, "\n"));
      });
    }),
    {numRuns: 500}
  );
});

test("an edit of a tag changes no byte outside of it", () => {
  const notebook = readNotebook(nasty["with odd attributes"]!);
  const open = "<Script  ID='7'  data-a=\"1 &gt; 0\" type='module' PINNED=''  since=\"2025\">";
  const swap = (other: string): string => nasty["with odd attributes"]!.replace(open, other);
  expect(writeNotebook(setPinned(notebook, 7, false))).toBe(swap(open.replace(" PINNED=''", "")));
  expect(writeNotebook(setHidden(notebook, 7, true))).toBe(swap(open.replace(/>$/, " hidden>")));
  expect(writeNotebook(setType(notebook, 7, "md"))).toBe(
    swap(open.replace("'module'", '"text/markdown"'))
  );
});

test("attributes that touch stay apart when one between them goes", () => {
  const notebook = readNotebook(
    '<notebook><script id="1"pinned=""pinned type=module a=>1</script>'
  );
  const [unpinned, hidden] = [setPinned(notebook, 1, false), setHidden(notebook, 1, true)];
  expect(writeNotebook(unpinned)).toBe('<notebook><script id="1" type=module a=>1</script>');
  expect(meaning(readNotebook(writeNotebook(hidden)))).toEqual(meaning(hidden));
});

test("nothing changed is the same notebook", () => {
  const notebook = readNotebook(plain);
  expect(setText(notebook, 2, 'const a = "</script>";')).toBe(notebook);
  expect(setText(notebook, 1, "# A title\r\n\r\n  indented")).toBe(notebook);
  expect(setPinned(notebook, 2, true)).toBe(notebook);
  expect(setType(notebook, 2, "js")).toBe(notebook);
  expect(setTitle(notebook, " One & two")).toBe(notebook);
  expect(moveCell(notebook, 2, 2)).toBe(notebook);
});

test("a new notebook and its cells are written as upstream writes them", () => {
  const {notebook, id} = insertCell(emptyNotebook("A < B"), {type: "md", text: "# Hi\n\nthere"});
  expect(id).toBe(1);
  const both = insertCell(notebook, {type: "js", text: "1", before: 1}).notebook;
  expect(writeNotebook(both)).toBe(`<!doctype html>
<notebook theme="air">
  <title>A &lt; B</title>
  <script id="2" type="module" pinned>
    1
  </script>
  <script id="1" type="text/markdown">
    # Hi

    there
  </script>
</notebook>
`);
});

test("line ends and indentation of tags are those of the file", () => {
  const notebook = readNotebook(nasty["with CRLF"]!);
  const written = writeNotebook(
    insertCell(setText(notebook, 1, "a\nb"), {type: "js", text: "x"}).notebook
  );
  expect(written.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);

  const flush =
    '<notebook>\n\n<script id="1" type="module">\n    1\n</script>\n\n<script id="2" type="module">2</script>\n';
  const edited = insertCell(setText(readNotebook(flush), 1, "one"), {type: "md", text: "three"});
  expect(writeNotebook(setText(edited.notebook, 2, "two"))).toBe(
    '<notebook>\n\n<script id="1" type="module">\n    one\n</script>\n\n<script id="2" type="module">\n    two\n</script>\n\n<script id="3" type="text/markdown">\n    three\n</script>\n'
  );
});

test("a deleted cell takes the white space before it along, a moved one its bytes", () => {
  const notebook = readNotebook(plain);
  const [, first, second] = /([^]*?<\/title>)([^]*?<\/script>)/.exec(plain)!;
  expect(writeNotebook(deleteCell(notebook, 1))).toBe(plain.replace(second!, ""));
  expect(writeNotebook(moveCell(notebook, 1, null))).toBe(
    plain.replace(first! + second!, first!).replace("\n</notebook>", `${second!}\n</notebook>`)
  );
  expect(writeNotebook(moveCell(moveCell(notebook, 1, null), 1, 2))).toBe(plain);
});

test("a title that is missing is added", () => {
  const named = setTitle(readNotebook("<notebook>\n</notebook>\n"), "New");
  expect(writeNotebook(named)).toBe("<notebook>\n  <title>New</title>\n</notebook>\n");
});

test("a script from elsewhere never becomes one that runs", () => {
  const notebook = readNotebook(nasty["with types that do not run"]!);
  expect(setType(notebook, 1, "js").cells[0]!.type).toBe("js");
  expect(setType(notebook, 2, "js").cells[1]!.type).toBe("raw");
});

test("a cell that is not there is said", () => {
  expect(() => setText(readNotebook(plain), 9, "")).toThrow(
    "there is no cell 9; expected one of 1, 2"
  );
  expect(() => moveCell(readNotebook(plain), 1, 9)).toThrow("there is no cell 9");
});
