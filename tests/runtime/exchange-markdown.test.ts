import {readNotebook} from "@ecco/runtime/document";
import {exportNotebook, importNotebook} from "@ecco/runtime/exchange";
import {describe, expect, test} from "vitest";
import {nasty} from "./document-files.ts";

const imported = (name: string, text: string) =>
  importNotebook(name, new TextEncoder().encode(text));

/** Type, text, and what else is said of each cell. */
const cellsOf = (source: string) =>
  readNotebook(source).cells.map(
    ({mime, text, pinned, hidden, attributes}) =>
      [
        mime,
        text,
        ...(pinned ? ["pinned"] : []),
        ...(hidden ? ["hidden"] : []),
        ...Object.entries(attributes).map(([name, value]) => `${name}=${value}`)
      ] as const
  );

const titleOf = (source: string): string => readNotebook(source).title;
const toMarkdown = (source: string): string => exportNotebook(readNotebook(source), "a.md");

/** What is read, written as Markdown and as a file of Jupyter, and read again, is the same file. */
function expectStable(source: string): void {
  expect(imported("a.md", toMarkdown(source)).source).toBe(source);
  const ipynb = exportNotebook(readNotebook(source), "a.ipynb");
  expect(imported("a.ipynb", ipynb).source).toBe(source);
}

const ojs = "application/vnd.observable.javascript";

describe("Quarto", () => {
  const text = `---
title: "Tides *now*"
author: A. Reader
format: html
---

See @fig-tide, @sec-how and mail a@fig-b.org; costs \${x}, value \`{ojs} k * 2\`.

\`\`\`{python}
#| label: fig-tide
print("\${x}")
\`\`\`

::: {.callout-tip collapse="true"}
## Read *on*

Text.
:::

::: {.callout-warning title="Mind"}
Water.
:::

![Tide](tide.png){#fig-photo width=50%}

\`\`\`{ojs}
//| echo: false
viewof k = Inputs.range([0, 1])

a = k // twice
\`\`\`

{{< include _more.qmd >}}

::: {#fig-two}
Two pictures
:::

::: {#refs}
:::

\`\`\`{r one, echo=FALSE}
plot(1)
\`\`\`

::: {.column-margin}
In the margin

\`\`\`{julia}
1
\`\`\`

goes on.
:::

\`\`\`{.bash}
echo @fig-x \${HOME}
\`\`\`

\`\`\`{=html}
<b>raw</b>
\`\`\`
`;
  test("front matter, cells of other languages, callouts, references, Observable's code, and what is not known", () => {
    const {source, notices} = imported("tides.qmd", text);
    expect(titleOf(source)).toBe("Tides now");
    expect(cellsOf(source)).toEqual([
      [
        "text/markdown",
        '---\ntitle: "Tides *now*"\nauthor: A. Reader\nformat: html\n---\n\nSee @fig:tide, @sec:how and mail a@fig-b.org; costs $\\{x}, value ${k * 2}.'
      ],
      ["text/x-python", '#| label: fig-tide\nprint("${x}")'],
      [
        "text/markdown",
        "::: details Read *on*\n\nText.\n:::\n\n::: warning Mind\nWater.\n:::\n\n![Tide](tide.png){#fig:photo width=50%}"
      ],
      [ojs, "//| echo: false\nviewof k = Inputs.range([0, 1])"],
      [ojs, "a = k // twice"],
      [
        "text/markdown",
        "{{< include _more.qmd >}}\n\n::: figure {#fig:two}\nTwo pictures\n:::\n\n::: bibliography\n:::"
      ],
      ["text/x-r", "#| one, echo=FALSE\nplot(1)"],
      ["text/markdown", "::: {.column-margin}\nIn the margin"],
      ["text/x-julia", "1"],
      ["text/markdown", "goes on.\n\n```bash\necho @fig-x $\\{HOME}\n```\n\n<b>raw</b>"]
    ]);
    const lines = text.split("\n");
    expect(notices.map(({line, what}) => [lines[line! - 1], what])).toEqual([
      [
        "{{< include _more.qmd >}}",
        "{{< include _more.qmd >}} is kept as text: what it stands for is not known here"
      ],
      [
        "::: {.column-margin}",
        "a block between ::: and ::: has cells in it: it ends with the text before them"
      ]
    ]);
    expectStable(source);
  });

  test("front matter that is not YAML is named with its line, and kept", () => {
    const {source, notices} = imported("a.Rmd", "---\ntitle: [a\nb: c\n---\n# Head\n");
    expect(notices).toMatchObject([
      {what: expect.stringContaining("the front matter is not YAML")}
    ]);
    expect(notices[0]!.line).toBeGreaterThan(1);
    expect(notices[0]!.line).toBeLessThan(5);
    expect(titleOf(source)).toBe("Head");
    expect(cellsOf(source)).toEqual([["text/markdown", "---\ntitle: [a\nb: c\n---\n\n# Head"]]);
    expectStable(source);
  });
});

describe("MyST", () => {
  const text = `---
kernelspec:
  name: python3
---

(start)=
# Waves {math}\`h\`

% not shown

See {cite}\`lamb1932,airy1845\`, {cite:t}\`airy1845\`, {numref}\`fig-wave\`, {ref}\`the start <start>\`, {eq}\`energy\`, H{sub}\`2\`O, {unknown}\`x\` and {{ version }}.

:::{note} Mind
:class: tip
Long \${waves}.
:::

\`\`\`\`{warning}
Outer

\`\`\`{math}
:label: energy
E = \\rho
\`\`\`
\`\`\`\`

\`\`\`{code-cell} python
:tags: [hide-input]

print(1)
\`\`\`

:::{figure} wave.png
:name: fig-wave
:width: 80%

A wave
of {math}\`h\`.
:::

\`\`\`{code-block} python
x = 1
\`\`\`

\`\`\`{toctree}
a
\`\`\`

+++

::::{dropdown} More
:::{tip}
Inside
:::
::::
`;
  test("directives, roles, targets, cells and options", () => {
    const {source, notices} = imported("waves.md", text);
    expect(titleOf(source)).toBe("Waves $h$");
    expect(cellsOf(source)).toEqual([
      [
        "text/markdown",
        "---\nkernelspec:\n  name: python3\n---\n\n# Waves $h$ {#start}\n\n<!-- not shown -->\n\nSee [@lamb1932; @airy1845], @airy1845, @fig:wave, [the start](#start), @eq:energy, H<sub>2</sub>O, {unknown}`x` and {{ version }}.\n\n::: tip Mind\nLong $\\{waves}.\n:::\n\n::: warning\nOuter\n\n$$\nE = \\rho\n$$ {#eq:energy}\n:::"
      ],
      ["text/x-python", "#| tags: [hide-input]\nprint(1)"],
      [
        "text/markdown",
        "![A wave of $h$.](wave.png){#fig:wave width=80%}\n\n```python\nx = 1\n```\n\n```{toctree}\na\n```\n\n\n\n:::: details More\n::: tip\nInside\n:::\n::::"
      ]
    ]);
    const lines = text.split("\n");
    expect(notices.map(({line, what}) => [lines[line! - 1]!.slice(0, 12), what])).toEqual([
      ["See {cite}`l", "{{ version }} is kept as text: values of MyST are not known here"],
      ["See {cite}`l", "the role {unknown} is kept as text: it is not known here"],
      ["```{toctree}", "the directive {toctree} is kept as code: it is not known here"]
    ]);
    expectStable(source);
  });
});

describe("Observable", () => {
  test("a page of Framework: code runs, values stay, listings are shown", () => {
    const {source, notices} = imported(
      "page.md",
      "# Page\n\nIt is ${x}.\n\n```js\nconst x = 1;\n```\n\n```js echo\nx\n```\n\n```js run=false\nno\n```\n\n```sql id=rows\nSELECT 1\n```\n\n```python\nprint()\n```\n\n```jsx\n<A/>\n```\n"
    );
    expect(cellsOf(source)).toEqual([
      ["text/markdown", "# Page\n\nIt is ${x}."],
      ["module", "const x = 1;"],
      ["module", "x", "pinned"],
      ["text/markdown", "```js run=false\nno\n```"],
      ["application/sql", "SELECT 1", "output=rows"],
      ["text/markdown", "```python\nprint()\n```\n\n```jsx\n<A/>\n```"]
    ]);
    expect(notices).toEqual([{line: 25, what: "a block of jsx is shown as code: no cell runs it"}]);
    expectStable(source);
  });

  test(".omd: code is Observable JavaScript, in fences that name it or nothing", () => {
    const {source} = imported(
      "a.omd",
      "# T\n\n```\nviewof a = 1\nb = 2\n```\n\n```js exec echo\nc\n```\n\n```python\nx\n```\n"
    );
    expect(cellsOf(source)).toEqual([
      ["text/markdown", "# T"],
      [ojs, "viewof a = 1"],
      [ojs, "b = 2"],
      [ojs, "c", "pinned"],
      ["text/markdown", "```python\nx\n```"]
    ]);
    expectStable(source);
  });

  test(".ojs: one cell after another, with their comments; texts are Markdown and HTML", () => {
    const text =
      'md`# Reefs \\`x\\`\n\n  It is ${a + `${b}`}.`\n\n// what it is\nviewof k = Inputs.range([0, 1]) // here\n/* b */ a = {\n  return 1;\n}\n\nimport {x} with {a} from "@b/c"\n;\nhtml`<b>${viewof k}</b>`\nfunction f() {}\nmd`a\\n`\n// the end\n';
    const {source, notices} = imported("reefs.ojs", text);
    expect(titleOf(source)).toBe("Reefs x");
    expect(cellsOf(source)).toEqual([
      ["text/markdown", "# Reefs `x`\n\n  It is ${a + `${b}`}."],
      [ojs, "// what it is\nviewof k = Inputs.range([0, 1]) // here"],
      [ojs, "/* b */ a = {\n  return 1;\n}"],
      [ojs, 'import {x} with {a} from "@b/c"\n;'],
      [ojs, "html`<b>${viewof k}</b>`"],
      [ojs, "function f() {}"],
      [ojs, "md`a\\n`"],
      [ojs, "// the end"]
    ]);
    expect(notices).toEqual([]);
    expectStable(source);
  });

  test("what is no JavaScript is one cell with all that follows", () => {
    const {source, notices} = imported("a.ojs", "a = 1\n\nb = = 2\n\nc = 3");
    expect(cellsOf(source)).toEqual([
      [ojs, "a = 1"],
      [ojs, "b = = 2\n\nc = 3"]
    ]);
    expect(notices).toEqual([
      {
        line: 3,
        what: "this is not Observable JavaScript: Unexpected token; it is one cell with all that follows"
      }
    ]);
  });
});

describe("our Markdown", () => {
  test("text as it is, code in fences that name the language", () => {
    const source = `<!doctype html>
<notebook theme="air">
  <title>A "b"</title>
  <script id="1" type="text/markdown">
    # Title
  </script>
  <script id="2" type="text/markdown" hidden>
    two
  </script>
  <script id="7" type="module" pinned>
    a = "\`\`\`"
  </script>
  <script id="8" type="module">
    b
  </script>
  <script id="9" type="application/sql" output="x-y">
    SELECT
  </script>
  <script id="10" type="text/x-a/b">

  </script>
</notebook>
`;
    const written = toMarkdown(source);
    expect(written).toBe(
      '---\ntitle: "A \\"b\\""\necco: notebook\n---\n\n# Title\n\n<!-- cell hidden -->\ntwo\n\n````js {.cell id="7"}\na = "```"\n````\n\n```js {.cell folded}\nb\n```\n\n```sql {.cell output="x&#45;y"}\nSELECT\n```\n\n```text {.cell type="text/x&#45;a/b"}\n\n```\n'
    );
    expectStable(source);
  });

  test.each([
    ["texts with empty lines around them", "\n\na\n\n", "\n", ""],
    ["texts one after another", "a", "b", "c"],
    ["code that does not end", "```js\na", "b", "c"],
    [
      "what looks like a cell",
      "```js {.cell}\na\n```",
      "<!-- cell -->",
      "``` \n<!-- cell -->\n```"
    ],
    ["front matter, and a text behind it", "---\na: 1\n---", "---\nb: 2\n---", "x"],
    ["front matter with an empty line", "---\na: 1\n---\n", "---\n", "---"],
    ["front matter that is empty", "---\n---\nx", "b", ""],
    ["another title", "---\ntitle: No\n---\n\n# T", "b", "c"]
  ])("%s", (_, ...texts) => {
    const cells = texts.map((text, index) => ({text, id: index + 1}));
    for (const types of [
      ["text/markdown"],
      ["text/markdown", "module"],
      ["module", "text/markdown"]
    ]) {
      const source = [
        '<!doctype html>\n<notebook theme="air">\n  <title>T</title>\n',
        ...cells.map(({text, id}) => {
          const type = types[id % types.length]!;
          const body = text
            .split("\n")
            .map((line) => line && `    ${line}`)
            .join("\n");
          return `  <script id="${id}" type="${type}"${type === "module" ? " pinned" : ""}>\n${body}\n  </script>\n`;
        }),
        "</notebook>\n"
      ].join("");
      expectStable(source);
    }
  });

  test.each(Object.entries(nasty))("cells come back: %s", (_, source) => {
    const back = readNotebook(imported("a.md", toMarkdown(source)).source);
    const plain = ({mime, text, pinned, hidden}: (typeof back.cells)[number]) => [
      mime,
      text,
      pinned,
      hidden
    ];
    expect(back.cells.map(plain)).toEqual(readNotebook(source).cells.map(plain));
    expect(back.title).toBe(titleOf(source));
  });
});

test("lines of Windows, and a byte order mark", () => {
  const text = "\ufeff# T\r\n\r\n```{python}\r\n1\r\n```\r\n";
  for (const name of ["a.qmd", "a.md", "a.ojs", "a.omd"])
    expect(imported(name, text).source).not.toContain("\r");
  expect(cellsOf(imported("a.qmd", text).source)).toEqual([
    ["text/markdown", "# T"],
    ["text/x-python", "1"]
  ]);
});

test.each(["a.md", "a.qmd", "a.omd", "a.ojs"])(
  "an empty file is a notebook without cells: %s",
  (name) => {
    const {source} = imported(name, "");
    expect([titleOf(source), cellsOf(source)]).toEqual(["a", []]);
  }
);

test("texts that make patterns slow are read in time that grows with their length", () => {
  const length = 100_000;
  for (const piece of [
    "$ ",
    "`",
    "{math}`",
    "(a)=\n",
    "\\begin{align}\n",
    ":::{note}\n",
    "{{< a",
    "[",
    "---\n",
    "```{a}\n",
    "{{a}} ",
    "{x}`y` ",
    "{{< a >}} ",
    ":::{note}\n:::\n",
    "``` \n"
  ])
    for (const name of ["a.md", "a.qmd"]) {
      const start = performance.now();
      imported(name, `:::{x}\n:::\n${piece.repeat(length / piece.length)}`);
      expect([name, piece, performance.now() - start < 5000]).toEqual([name, piece, true]);
    }
});
