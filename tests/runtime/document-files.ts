/** Notebooks, and what can be done to them, for the tests of the document. */
import {
  cellKinds,
  deleteCell,
  insertCell,
  moveCell,
  setHidden,
  setPinned,
  setText,
  setTitle,
  setType
} from "@ecco/runtime/document";
import type {Notebook} from "@ecco/runtime/document";
import fc from "fast-check";

fc.configureGlobal({seed: 20});

export const plain = `<!doctype html>
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
export const nasty: Readonly<Record<string, string>> = {
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
  "with attributes that touch, repeat and say nothing":
    '<notebook><script id="1"type=module pinned=""pinned hidden=""data-x a=>1</script>\n<script/id="2"/type=module "odd>2</script></notebook>',
  "with numbers twice, none and strange":
    '<notebook><script id="1">a</script><script id="1" type="module">b</script><script type="module">c</script><script id="x" type="module">d</script><script id="-4" type="module">e</script></notebook>',
  "with types that do not run":
    '<notebook>\n  <script id="1" type="text/x-python" output="x">\n    print(1)\n  </script>\n  <script id="2" type="module" src="x.js?a=b"></script>\n</notebook>\n',
  "with every type, and names in every attribute":
    "<notebook>\n" +
    [
      'id="0" type="application/json" output="a"',
      'id="cities" type="text/csv"',
      'id="cities" type="text/csv" name="again"',
      'id="3" type="application/vnd.observable.javascript" pinned',
      'id="3" type="application/x-tex" hidden',
      'id="4" type="text/vnd.graphviz" output="graph"',
      'id="5" type="application/sql" database="var:db" output="rows" since="2025-01-01T00:00:00Z"',
      'id="6" type="application/vnd.node.javascript" format="json" output="loaded"',
      'id="7" type="text/x-r" format="png" pinned'
    ]
      .map((attributes) => `  <script ${attributes}>\n      x\n  </script>\n`)
      .join("") +
    "</notebook>\n",
  "with other indentation":
    '<notebook><script id="1" type="module">\n\tx\n  y\n\n\n     z\n</script>\n</notebook>',
  "with cells that have no line of their own": plain.replaceAll(/>\n {2}/g, ">"),
  "with text after its end": `${plain}\n<script id="5" type="module">no</script>\n`
};

const joined = (...pieces: readonly string[]): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...pieces), {maxLength: 6}).map((all) => all.join(""));

const attributes = joined(
  ' id="1"',
  " id=2",
  " ID='3'",
  " type=module",
  ' type="text/markdown"',
  "\n  TYPE='text/x-typescript'",
  ' type="text/html"',
  ' type="application/vnd.observable.javascript"',
  " type=text/csv",
  ' type=" Application/JSON "',
  ' type="application/sql" database="var:db"',
  ' type="text/x-python" format="json" since="2025-01-01"',
  ' output="rows"',
  ' output=""',
  " name='a b'",
  " id=rows",
  " id=0",
  ' id="1.5"',
  " type=constructor",
  " pinned",
  ' Pinned=""',
  " hidden ",
  " data-x='a > b'",
  ' a="&lt;&amp;&mdash;&constructor;"',
  " empty=''",
  " b==c=d/",
  ' "odd',
  "/",
  " __proto__=x"
);
const body = joined(
  "x",
  "\n",
  "\r\n",
  "\n    four",
  "    ",
  "  ",
  "\t",
  "<\\/script>",
  "<\\\\/Script >",
  "</scripts>",
  "<b>",
  "<!-- -->",
  "é😀",
  "&amp;"
);
const outside = joined(
  "\n",
  "\n  ",
  "\r\n  ",
  "words",
  "&amp;",
  "< 3",
  "</>",
  "<!-- <script id=9>no</script> -->",
  "<!-->",
  "<!--->",
  "<!-- <notebook> --!>",
  "<?xml <script>",
  "<p class='a > b'>in</p>",
  "<br/>",
  "<style>/* <script> <title> */</style>",
  "<textarea><script></textarea>",
  "<template><script>no</script><title>no</title></template>",
  "<svg><svg/><svg></svg><title>no</title></svg>",
  "<title>T &amp; U</title>",
  "<TITLE\n>two</TITLE >"
);

export interface Generated {
  readonly source: string;
  /** Where the bodies of the cells are. */
  readonly bodies: readonly {readonly start: number; readonly end: number}[];
}

/** Any file with a notebook in it. */
export const generated: fc.Arbitrary<Generated> = fc
  .record({
    start: fc.constantFrom(
      "",
      "\ufeff<!doctype html>\n",
      "<!-- <notebook> -->",
      "<style><notebook></style>"
    ),
    notebook: fc.constantFrom("<notebook>", "<Notebook\n theme='a > b' readonly>\n"),
    cells: fc.array(
      fc.record({
        before: outside,
        open: attributes.map((words) => `<script${words}>`),
        body,
        close: fc.constantFrom("</script>", "</SCRIPT\n>")
      }),
      {maxLength: 4}
    ),
    rest: outside,
    end: fc.constantFrom("", "</notebook>", "</notebook>\r\n", "</NOTEBOOK >\n<script>no</script>")
  })
  .map(({start, notebook, cells, rest, end}) => {
    let source = start + notebook;
    const bodies = cells.map((cell) => {
      source += cell.before + cell.open;
      const range = {start: source.length, end: source.length + cell.body.length};
      source += cell.body + cell.close;
      return range;
    });
    return {source: source + rest + end, bodies};
  });

/** What people type, and worse. */
export const text = fc.oneof(
  fc.string({
    unit: fc.constantFrom("a", " ", "\n", "\r", "\t", "<", "/", "\\", "é", "`", "$", "{", "&")
  }),
  fc.constantFrom(
    "</script>",
    "<\\/script>",
    "<\\\\/SCRIPT >",
    "x</script",
    "<!-- </script x>",
    "\n\n",
    "    four",
    "  two\r\n \n"
  )
);

export const edit = fc.oneof(
  fc.record({kind: fc.constant("text" as const), at: fc.nat(), text}),
  fc.record({kind: fc.constant("insert" as const), at: fc.nat(), text}),
  fc.record({kind: fc.constant("delete" as const), at: fc.nat()}),
  fc.record({kind: fc.constant("move" as const), at: fc.nat(), to: fc.nat()}),
  fc.record({kind: fc.constant("type" as const), at: fc.nat()}),
  fc.record({kind: fc.constant("flag" as const), at: fc.nat()}),
  fc.record({kind: fc.constant("title" as const), text: fc.string({unit: "grapheme"})})
);
export type Edit = typeof edit extends fc.Arbitrary<infer E> ? E : never;

/** Returns the notebook after an edit of one of its cells. */
export function apply(notebook: Notebook, change: Edit): Notebook {
  const {cells} = notebook;
  if (change.kind === "title") return setTitle(notebook, change.text);
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
      return moveCell(notebook, cell.id, change.to % 5 === 0 ? null : id(change.to));
    case "type":
      return setType(notebook, cell.id, cellKinds[change.at % cellKinds.length]!);
    case "flag":
      return setHidden(setPinned(notebook, cell.id, !cell.pinned), cell.id, !cell.hidden);
  }
}

/** Returns what a reader sees of a notebook. */
export const meaning = ({title, readonly, cells}: Notebook): unknown => ({
  title,
  readonly,
  // A number is not the cell's when the file says none.
  cells: cells.map(({id: _, ...rest}) => rest)
});

export const texts = (notebook: Notebook): readonly string[] =>
  notebook.cells.map((cell) => cell.text);
