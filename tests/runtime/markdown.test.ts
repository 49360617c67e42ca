import {describe, expect, test} from "vitest";
import {markdownToHtml} from "../../packages/runtime/src/library/markdown/markdown-to-html.ts";

/** HTML without what only separates lines, and notes without the part of their names that goes with the text. */
const html = (text: string): string =>
  markdownToHtml(text)
    .replaceAll(/>\n+/g, ">")
    .replaceAll(/(fn(?:ref)?)-[\da-z]+-/g, "$1-")
    .trim();
const paragraph = (content: string): string => `<p>${content}</p>`;
const formula = (text: string): string => `<span class="math">${text}</span>`;
const raw = String.raw;

describe("formulas", () => {
  test.each([
    ["Euler: $e^{i\\pi}$.", paragraph(`Euler: ${formula(raw`e^{i\pi}`)}.`)],
    ["$a_1$, $b_2$", paragraph(`${formula("a_1")}, ${formula("b_2")}`)],
    ["$x*y*z$ and *so on*", paragraph(`${formula("x*y*z")} and <em>so on</em>`)],
    ["$a<b$", paragraph(formula("a&lt;b"))],
    [raw`\$5 and \$6`, paragraph("$5 and $6")],
    ["$5 and $6", paragraph("$5 and $6")],
    ["$20,000 and $30,000", paragraph("$20,000 and $30,000")],
    ["from $5 to $6 is $x$", paragraph(`from $5 to $6 is ${formula("x")}`)],
    ["$ x$, $x $ and $x$1", paragraph("$ x$, $x $ and $x$1")],
    ["`$x$`", paragraph("<code>$x$</code>")],
    [raw`$a\$b$`, paragraph(formula(raw`a\$b`))],
    ["one $ alone", paragraph("one $ alone")],
    ["$$", paragraph("$$")],
    ["a $$x + y$$ b", paragraph('a <span class="math display">x + y</span> b')],
    ["$$x$$", '<div class="math display">x</div>'],
    ["$$\nx\n+ y\n$$\n\nb", '<div class="math display">x\n+ y</div><p>b</p>'],
    ["a\n$$\nx\n$$\nb", '<p>a</p><div class="math display">x</div><p>b</p>'],
    ["> $$\n> x\n> $$", '<blockquote><div class="math display">x</div></blockquote>'],
    ["$$\nx\n\ny\n$$", "<p>$$\nx</p><p>y\n$$</p>"],
    ["[$x$](https://a.example)", paragraph(`<a href="https://a.example">${formula("x")}</a>`)],
    ["| $a$ |\n|---|", `<table><thead><tr><th>${formula("a")}</th></tr></thead></table>`]
  ])("%j", (text, expected) => expect(html(text)).toBe(expected));
});

describe("footnotes", () => {
  test("have their number, their text at the end of the cell, and a way back from each place", () => {
    const found = html("a[^n] b^[in *line*] c[^n]\n\n[^n]: the *note*");
    expect(found).toContain('a<sup class="footnote-ref"><a href="#fn-1" id="fnref-1">1</a></sup>');
    expect(found).toContain('<a href="#fn-1" id="fnref-1:1">1</a>');
    expect(found).toContain('<li id="fn-2" class="footnote-item"><p>in <em>line</em> <a');
    expect(found.match(/aria-label="Back to the text"/g)).toHaveLength(3);
    expect(found).toContain('<section class="footnotes" role="doc-endnotes"');
  });
  test("of two cells do not share a name, and one without a text stays as it is written", () => {
    const id = (text: string): string => /id="(fn-[^"]+)"/.exec(markdownToHtml(text))![1]!;
    expect(id("a[^1]\n\n[^1]: x")).not.toBe(id("b[^1]\n\n[^1]: x"));
    expect(html("a[^1]")).toBe(paragraph("a[^1]"));
  });
});

describe("lists", () => {
  test("of tasks", () => {
    expect(html("- [ ] to *do*\n- [x] done\n- [other]")).toBe(
      '<ul class="task-list"><li class="task-item"><label><input type="checkbox" disabled> to <em>do</em></label></li>' +
        '<li class="task-item"><label><input type="checkbox" disabled checked> done</label></li><li>[other]</li></ul>'
    );
    expect(html("- [ ] a\n- [ ] b\n\n{.own}")).toMatch(/^<ul class="own task-list">/);
    expect(html("[ ] no list")).toBe(paragraph("[ ] no list"));
  });
  test("of definitions", () => {
    expect(html("Term *a*\n: one\n: two")).toBe(
      "<dl><dt>Term <em>a</em></dt><dd>one</dd><dd>two</dd></dl>"
    );
  });
});

describe("callouts", () => {
  const callout = (kind: string, title: string, content: string): string =>
    `<div class="callout callout-${kind}" role="note"><p class="callout-title">${title}</p>${content}</div>`;
  test.each([
    ["> [!NOTE]\n> Some *text*", callout("note", "Note", "<p>Some <em>text</em></p>")],
    ["> [!warning] Mind *this*\n> x", callout("warning", "Mind <em>this</em>", "<p>x</p>")],
    ["> [!TIP]\n>\n> - a", callout("tip", "Tip", "<ul><li>a</li></ul>")],
    ["> [!OTHER]\n> x", "<blockquote><p>[!OTHER]\nx</p></blockquote>"],
    ["> plain", "<blockquote><p>plain</p></blockquote>"],
    ["::: note\nx\n:::", callout("note", "Note", "<p>x</p>")],
    ["::: caution A $b$\nx\n:::", callout("caution", `A ${formula("b")}`, "<p>x</p>")],
    [
      ":::: important\n::: tip\nx\n:::\n::::",
      callout("important", "Important", callout("tip", "Tip", "<p>x</p>"))
    ],
    ["::: details More\nx\n:::", "<details><summary>More</summary><p>x</p></details>"],
    ["::: other\nx\n:::", '<div class="other"><p>x</p></div>'],
    [
      "::: tip Title {#t .b}\nx\n:::",
      '<div id="t" class="b callout callout-tip" role="note"><p class="callout-title">Title</p><p>x</p></div>'
    ],
    ["::: other {#o}\nx\n:::", '<div class="other" id="o"><p>x</p></div>'],
    ["::: {.wide #w}\nx\n:::", '<div class="wide" id="w"><p>x</p></div>'],
    ["::: {wide}\nx\n:::", "<p>::: {wide}\nx\n:::</p>"],
    ["::: note\nnever closed", callout("note", "Note", "<p>never closed</p>")]
  ])("%j", (text, expected) => expect(html(text)).toBe(expected));
});

describe("layout", () => {
  test.each([
    ["::: aside\nx\n:::", '<aside class="aside" role="note"><p>x</p></aside>'],
    ["a [*b*]{.side} c", paragraph('a <span class="side" role="note"><em>b</em></span> c')],
    ["[b]{.sides}", paragraph('<span class="sides">b</span>')],
    [
      ":::: columns\n::: {.column width=40%}\na\n:::\n::: column\nb\n:::\n::::",
      '<div class="columns"><div class="column" style="--width: 40%"><p>a</p></div><div class="column"><p>b</p></div></div>'
    ],
    ['::: {.column width="1px; top: 0"}\na\n:::', '<div class="column"><p>a</p></div>'],
    ["::: {width=40%}\na\n:::", '<div width="40%"><p>a</p></div>'],
    [
      ':::: steps {paged=true}\nv\n::: step A {layer=5 prompt="a b"}\nx\n:::\n::::',
      '<ecco-steps paged="true"><p>v</p><ecco-step layer="5" prompt="a b"><p class="callout-title">A</p><p>x</p></ecco-step></ecco-steps>'
    ],
    ["::: exercise {answer=3}\nx\n:::", '<ecco-exercise answer="3"><p>x</p></ecco-exercise>'],
    ["::: hint\na\n:::", '<details class="hint"><summary>Hint</summary><p>a</p></details>'],
    [
      "::: solution Why {.x}\na\n:::",
      '<details class="solution x"><summary>Why</summary><p>a</p></details>'
    ]
  ])("%j", (text, expected) => expect(html(text)).toBe(expected));
});

describe("attributes", () => {
  test.each([
    ["# A b {#own .big}", '<h1 id="own" class="big">A b</h1>'],
    ["Words {.lead}", '<p class="lead">Words</p>'],
    ["two\nlines {.lead}", '<p class="lead">two\nlines</p>'],
    ["- a {.first}\n- b", '<ul><li class="first">a</li><li>b</li></ul>'],
    ["- a\n- b\n\n{.list}", '<ul class="list"><li>a</li><li>b</li></ul>'],
    [
      '![a](b.png){width=50% title="a b"} c',
      paragraph('<img src="b.png" alt="a" width="50%" title="a b"> c')
    ],
    ["`x`{.js} **b**{.c}", paragraph('<code class="js">x</code> <strong class="c">b</strong>')],
    ["[a](u){target=_blank} b", paragraph('<a href="u" target="_blank">a</a> b')],
    ["$x${.y} b", paragraph('<span class="y math">x</span> b')],
    [
      "[some *words*]{.small lang=de}",
      paragraph('<span class="small" lang="de">some <em>words</em></span>')
    ],
    ["```js {.numbered}\nx\n```", '<pre><code class="numbered language-js">x\n</code></pre>'],
    ["a {onclick=alert(1) .b}", '<p class="b">a</p>'],
    ["the set {x} and {a, b}", paragraph("the set {x} and {a, b}")],
    ["a {x}", paragraph("a {x}")],
    [raw`a \{.b}`, paragraph("a {.b}")],
    ["{.b}", paragraph("{.b}")],
    ["[a]{b}", paragraph("[a]{b}")]
  ])("%j", (text, expected) => expect(html(text)).toBe(expected));
});

test("headings have ids of their words, none of them twice", () => {
  expect(html("# How it *works*!\n\n## How it works\n\n# 読む\n\n# !\n\n# How it works-1")).toBe(
    '<h1 id="how-it-works">How it <em>works</em>!</h1><h2 id="how-it-works-1">How it works</h2>' +
      '<h1 id="読む">読む</h1><h1 id="section">!</h1><h1 id="how-it-works-1-1">How it works-1</h1>'
  );
});

test("quotes, dashes and HTML as before", () => {
  expect(html('"a" -- it\'s <b>b</b>')).toBe(paragraph("“a” – it’s <b>b</b>"));
  expect(html("<details><summary>a</summary>\n\n*b*\n\n</details>")).toBe(
    "<details><summary>a</summary><p><em>b</em></p></details>"
  );
});

/** Texts that take a time that grows with the square of their length where they are read carelessly. */
test.each([
  "$a ".repeat(16_000),
  "$$a ".repeat(12_000),
  raw`\$`.repeat(25_000),
  "$$\na\n".repeat(10_000),
  "^[".repeat(25_000) + "]".repeat(25_000),
  "[^a]".repeat(12_000) + "\n\n[^a]: x",
  "[".repeat(25_000) + "]{.a}",
  "[".repeat(12_000) + "a" + "]{.b}".repeat(6000),
  `a {${".a ".repeat(16_000)}`,
  `a ${"{.a}".repeat(12_000)}`,
  `x {${"a=".repeat(25_000)}}`,
  `a${" ".repeat(50_000)}{.a b}`,
  "::: note\n".repeat(5000),
  "> [!NOTE]\n\n".repeat(4000),
  "# a\n".repeat(12_000),
  "- a\n\n{.a}\n\n".repeat(4500)
])("a text of 50 kB is read at once: %.20j…", (text) => {
  // What this process has computed, so that a busy machine changes nothing; read carelessly, some take minutes.
  const begun = process.cpuUsage();
  expect(markdownToHtml(text).length).toBeGreaterThan(0);
  expect(process.cpuUsage(begun).user / 1e6).toBeLessThan(5);
});
