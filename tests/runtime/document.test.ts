import {
  History,
  NotebookError,
  deleteCell,
  emptyNotebook,
  insertCell,
  mergeNotebooks,
  moveCell,
  readNotebook,
  setHidden,
  setPinned,
  setText,
  setTitle,
  setType,
  writeNotebook
} from "@ecco/runtime";
import type {Notebook} from "@ecco/runtime";
import fc from "fast-check";
import {readFileSync, readdirSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, test} from "vitest";

const plain = `<!doctype html>
<notebook theme="air">
  <title>One &amp; two</title>
  <script id="1" type="text/markdown">
    # A title

      indented
  </script>
  <script id="2" type="module" pinned>
    const a = "<\\/script>";
  </script>
</notebook>
`;

/** Files nobody should write, and somebody has. */
const nasty: Readonly<Record<string, string>> = {
  plain,
  "without anything": "<notebook></notebook>",
  "with CRLF": plain.replaceAll("\n", "\r\n"),
  "with a BOM": `\ufeff${plain}`,
  "without final newline": plain.trimEnd(),
  "without doctype, title and end": "<notebook>\n<script id=1 type=module>x</script>",
  "with comments": plain.replace("<title>", "<!-- <script id=9>no</script> -->\n  <title>"),
  "with other elements": plain.replace(
    "</title>",
    "</title>\n<p class='x'>Hi <b>there</b></p>\n<style>a>b{}</style>"
  ),
  "with odd attributes":
    "<!DOCTYPE HTML><NOTEBOOK Theme='air' data-x readonly><TITLE>T</TITLE><Script  ID='7'  data-a=\"1 &gt; 0\" type='module' PINNED=''  since=\"2025\">1</Script></NOTEBOOK>",
  "with numbers twice, none and strange":
    '<notebook><script id="1">a</script><script id="1" type="module">b</script><script type="module">c</script><script id="x" type="module">d</script><script id="-4" type="module">e</script></notebook>',
  "with types that do not run":
    '<notebook>\n  <script id="1" type="text/x-python" output="x">\n    print(1)\n  </script>\n  <script id="2" type="module" src="x.js"></script>\n</notebook>\n',
  "with other indentation":
    '<notebook><script id="1" type="module">\n\tx\n  y\n\n\n     z\n</script>\n</notebook>',
  "with text after its end": `${plain}\n<script id="5" type="module">no</script>\n`
};

describe("read and write", () => {
  test.each(Object.entries(nasty))("a file %s keeps every byte", (_, source) => {
    expect(writeNotebook(readNotebook(source))).toBe(source);
  });

  test("every notebook of the gallery keeps every byte", () => {
    const folder = join(import.meta.dirname, "../../notebooks");
    const files = readdirSync(folder).filter((file) => file.endsWith(".html"));
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      const source = readFileSync(join(folder, file), "utf8");
      const notebook = readNotebook(source);
      expect(writeNotebook(notebook), file).toBe(source);
      expect(
        notebook.cells.every(({type}) => type !== "raw"),
        file
      ).toBe(true);
    }
  });

  test("what is read is what was meant", () => {
    const {title, cells, readonly} = readNotebook(plain);
    expect({title, readonly}).toEqual({title: "One & two", readonly: false});
    expect(cells).toEqual([
      {
        id: 1,
        type: "md",
        text: "# A title\n\n  indented",
        pinned: false,
        hidden: false,
        mime: "text/markdown",
        attributes: {}
      },
      {
        id: 2,
        type: "js",
        text: 'const a = "</script>";',
        pinned: true,
        hidden: false,
        mime: "module",
        attributes: {}
      }
    ]);
  });

  test("a type that is not known stays inert, and is not JavaScript", () => {
    const {cells} = readNotebook(nasty["with types that do not run"]!);
    expect(cells.map(({type, mime, attributes}) => ({type, mime, attributes}))).toEqual([
      {type: "raw", mime: "text/x-python", attributes: {output: "x"}},
      {type: "raw", mime: "module", attributes: {src: "x.js"}}
    ]);
  });

  test("cells have numbers of their own, whatever the file says", () => {
    const {cells} = readNotebook(nasty["with numbers twice, none and strange"]!);
    expect(cells.map(({id}) => id)).toEqual([1, 2, 3, 4, 5]);
    expect(cells[0]!.type).toBe("raw");
  });

  test.each([
    ["", "without <notebook>"],
    ["<p>not one</p>", "without <notebook>"],
    ["<!-- <notebook> -->", "without <notebook>"],
    ["<script>'<notebook>'</script>", "without <notebook>"],
    ["<notebook>\n<title>T</title>\n<script id=1>", "got <script> in line 3"]
  ])("%j is not a notebook", (source, words) => {
    expect(() => readNotebook(source)).toThrow(NotebookError);
    expect(() => readNotebook(source)).toThrow(words);
  });
});

const text = fc.oneof(
  fc.string({unit: fc.constantFrom("a", " ", "\n", "\t", "<", "/", "\\", "é", "`", "$", "{", "&")}),
  fc.constantFrom(
    "</script>",
    "<\\/script>",
    "<\\\\/SCRIPT >",
    "x</script",
    "<!-- </script x>",
    "\n\n",
    "    four",
    "  two\n \n"
  )
);
const edit = fc.oneof(
  fc.record({kind: fc.constant("text" as const), at: fc.nat(), text}),
  fc.record({kind: fc.constant("insert" as const), at: fc.nat(), text}),
  fc.record({kind: fc.constant("delete" as const), at: fc.nat()}),
  fc.record({kind: fc.constant("move" as const), at: fc.nat(), to: fc.nat()}),
  fc.record({kind: fc.constant("type" as const), at: fc.nat()}),
  fc.record({kind: fc.constant("flag" as const), at: fc.nat()}),
  fc.record({kind: fc.constant("title" as const), text: fc.string()})
);
type Edit = typeof edit extends fc.Arbitrary<infer E> ? E : never;

function apply(notebook: Notebook, change: Edit): Notebook {
  const {cells} = notebook;
  if (change.kind === "title") return setTitle(notebook, change.text.trim());
  const id = (at: number): number => cells[at % cells.length]!.id;
  if (change.kind === "insert")
    return insertCell(notebook, {
      type: "js",
      text: change.text,
      before: cells.length ? id(change.at) : null
    }).notebook;
  if (cells.length === 0) return notebook;
  const cell = cells[change.at % cells.length]!;
  switch (change.kind) {
    case "text":
      return setText(notebook, cell.id, change.text);
    case "delete":
      return deleteCell(notebook, cell.id);
    case "move":
      return moveCell(notebook, cell.id, id(change.to));
    case "type":
      return setType(notebook, cell.id, "ts");
    case "flag":
      return setHidden(setPinned(notebook, cell.id, !cell.pinned), cell.id, !cell.hidden);
  }
}

/** What a reader sees of a notebook. */
const meaning = ({title, cells}: Notebook): unknown => ({
  title,
  cells: cells.map(({type, text: words, pinned, hidden, mime, attributes}) => ({
    type,
    words,
    pinned,
    hidden,
    mime,
    attributes
  }))
});

describe("edits", () => {
  test("a file that is written and read again says the same, after any edits of any file", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(nasty)),
        fc.array(edit, {maxLength: 8}),
        (source, edits) => {
          const edited = edits.reduce(apply, readNotebook(source));
          expect(meaning(readNotebook(writeNotebook(edited)))).toEqual(meaning(edited));
        }
      ),
      {numRuns: 400}
    );
  });

  test("an edit of a text changes no byte of anything else", () => {
    for (const [name, source] of Object.entries(nasty)) {
      const notebook = readNotebook(source);
      for (const {id} of notebook.cells) {
        const written = writeNotebook(setText(notebook, id, "new\ntext"));
        const others = notebook.parts.filter((part) => part.kind !== "cell" || part.cell.id !== id);
        for (const part of others)
          expect(written, name).toContain(
            part.kind === "text" ? part.source : part.open + part.body + part.close
          );
        expect(readNotebook(written).cells.find((cell) => cell.id === id)!.text, name).toBe(
          "new\ntext"
        );
      }
    }
  });

  test("nothing changed is the same notebook", () => {
    const notebook = readNotebook(plain);
    expect(setText(notebook, 2, 'const a = "</script>";')).toBe(notebook);
    expect(setPinned(notebook, 2, true)).toBe(notebook);
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

  test("line ends are those of the file", () => {
    const notebook = readNotebook(nasty["with CRLF"]!);
    const written = writeNotebook(
      insertCell(setText(notebook, 1, "a\nb"), {type: "js", text: "x"}).notebook
    );
    expect(written.replaceAll("\r\n", "")).not.toContain("\n");
  });

  test("a cell that is not there is said", () => {
    expect(() => setText(readNotebook(plain), 9, "")).toThrow(
      "there is no cell 9; expected one of 1, 2"
    );
  });
});

describe("history", () => {
  test("undo brings back every byte, redo the change", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(nasty)),
        fc.array(edit, {minLength: 1, maxLength: 8}),
        (source, edits) => {
          const history = new History(readNotebook(source));
          for (const change of edits) history.change(apply(history.present, change));
          const after = writeNotebook(history.present);
          while (history.undo());
          expect(writeNotebook(history.present)).toBe(source);
          while (history.redo());
          expect(writeNotebook(history.present)).toBe(after);
        }
      ),
      {numRuns: 200}
    );
  });

  test("keystrokes without a pause are one step, for each cell", () => {
    let time = 0;
    const history = new History(readNotebook(plain), () => time);
    const type = (id: number, words: string, wait: number): void => {
      time += wait;
      history.change(setText(history.present, id, words), {typing: `cell ${id}`, label: "typing"});
    };
    type(1, "a", 0);
    type(1, "ab", 200);
    type(1, "abc", 900);
    type(1, "abcd", 1100);
    type(2, "x", 10);
    const texts = (): readonly string[] => history.present.cells.map((cell) => cell.text);
    expect(history.undoLabel).toBe("typing");
    history.undo();
    expect(texts()[0]).toBe("abcd");
    history.undo();
    expect(texts()[0]).toBe("abc");
    history.undo();
    expect(history.canUndo).toBe(false);
    expect(writeNotebook(history.present)).toBe(plain);
    history.redo();
    type(1, "other", 100);
    expect(history.canRedo).toBe(false);
    history.undo();
    expect(texts()[0]).toBe("abc");
  });
});

describe("merge", () => {
  const base = readNotebook(plain);
  const texts = (notebook: Notebook): readonly string[] => notebook.cells.map((cell) => cell.text);

  test("different cells: both changes stay", () => {
    const {notebook, conflicts} = mergeNotebooks(
      base,
      setText(base, 1, "mine"),
      setText(setTitle(base, "Theirs"), 2, "theirs")
    );
    expect(conflicts).toEqual([]);
    expect(texts(notebook)).toEqual(["mine", "theirs"]);
    expect(notebook.title).toBe("Theirs");
    expect(texts(readNotebook(writeNotebook(notebook)))).toEqual(["mine", "theirs"]);
  });

  test("the same change on both sides is no conflict", () => {
    const both = setText(base, 1, "same");
    expect(mergeNotebooks(base, both, readNotebook(writeNotebook(both))).conflicts).toEqual([]);
  });

  test.each([
    ["the same cell", setText(base, 1, "mine"), setText(base, 1, "theirs"), [1]],
    ["a cell they have deleted", setText(base, 1, "mine"), deleteCell(base, 1), [1]],
    ["a cell we have deleted", deleteCell(base, 1), setText(base, 1, "theirs"), [1]],
    ["the title", setTitle(base, "mine"), setTitle(base, "theirs"), [0]]
  ] as const)("%s: a conflict, and ours is kept", (_, mine, theirs, conflicts) => {
    const merged = mergeNotebooks(base, mine, theirs);
    expect(merged.conflicts).toEqual(conflicts);
    expect(meaning(merged.notebook)).toEqual(meaning(mine));
  });

  test("new cells come in where they were put, moved ones go where they were moved", () => {
    const mine = insertCell(moveCell(base, 2, 1), {type: "js", text: "ours", before: 1}).notebook;
    const theirs = setText(base, 1, "theirs");
    const {notebook, conflicts} = mergeNotebooks(base, mine, theirs);
    expect(conflicts).toEqual([]);
    expect(texts(notebook)).toEqual(['const a = "</script>";', "ours", "theirs"]);
  });

  test("two new cells of the same number are a conflict", () => {
    const add = (words: string): Notebook => insertCell(base, {type: "js", text: words}).notebook;
    expect(mergeNotebooks(base, add("mine"), add("theirs")).conflicts).toEqual([3]);
  });
});
