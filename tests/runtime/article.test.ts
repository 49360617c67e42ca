/** Articles: what Markdown writes for them, and how numbers, citations and front matter are read. */
import {describe, expect, test} from "vitest";
import {readBibtex} from "../../packages/runtime/src/article/bibtex.ts";
import {bibtexOf, ownEntry} from "../../packages/runtime/src/article/cite-this.ts";
import {readCitation} from "../../packages/runtime/src/article/citation.ts";
import {cite} from "../../packages/runtime/src/article/citing.ts";
import type {CitePiece} from "../../packages/runtime/src/article/citing.ts";
import {entryPieces} from "../../packages/runtime/src/article/entry.ts";
import type {CitationStyle} from "../../packages/runtime/src/article/front-matter.ts";
import {noFrontMatter, readFrontMatter} from "../../packages/runtime/src/article/front-matter.ts";
import {numbersOf} from "../../packages/runtime/src/article/numbers.ts";
import {minutesFor, wordsIn} from "../../packages/runtime/src/article/reading-time.ts";
import {longDate} from "../../packages/runtime/src/article/title-block.ts";
import {wordsOf} from "../../packages/runtime/src/article/words.ts";
import {markdownToHtml} from "../../packages/runtime/src/library/markdown/markdown-to-html.ts";

const html = (text: string): string => markdownToHtml(text).replaceAll(/>\n+/g, ">").trim();
const link = (name: string): string => `<a class="article-ref" href="#${name}">${name}</a>`;
const cited = (text: string): string => `<span class="article-cite">${text}</span>`;

describe("Markdown", () => {
  test.each([
    ["see @fig:lens.", `<p>see ${link("fig:lens")}.</p>`],
    ["[@fig:a; @tbl:b]", `<p>${link("fig:a")}, ${link("tbl:b")}</p>`],
    ["@doe2020 says", `<p>${cited("@doe2020")} says</p>`],
    ["@doe2020 [p. 3] says", `<p>${cited("@doe2020 [p. 3]")} says</p>`],
    [
      "x [see @doe2020, p. 3; -@DBLP:conf/x]",
      `<p>x ${cited("[see @doe2020, p. 3; -@DBLP:conf/x]")}</p>`
    ],
    ["[@fig:a; @doe2020]", `<p>${cited("[@fig:a; @doe2020]")}</p>`],
    ["[@a](https://a.example)", '<p><a href="https://a.example">@a</a></p>'],
    [String.raw`\@doe2020 and \[@doe2020\]`, `<p>@doe2020 and [${cited("@doe2020")}]</p>`],
    [
      "`@fig:a` [a@b] a.b@c.example",
      '<p><code>@fig:a</code> [a@b] <a href="mailto:a.b@c.example">a.b@c.example</a></p>'
    ],
    ["@ and @@ and [@]", "<p>@ and @@ and [@]</p>"],
    [
      "$$x$$ {#eq:x}",
      '<div id="eq:x" class="article-equation"><div class="math display">x</div></div>'
    ],
    ["$$\nx\n$$ {.big}\n\ny", '<div class="big math display">x</div><p>y</p>'],
    [
      '![A *lens*](data:image/png;base64,AA== "t"){#fig:lens .wide}',
      '<figure class="article-figure" id="fig:lens"><img src="data:image/png;base64,AA==" alt="A lens" title="t"><figcaption>A <em>lens</em></figcaption></figure>'
    ],
    [
      "|a|\n|-|\n\n: Sizes $x$ {#tbl:s}",
      '<figure class="article-figure article-table" id="tbl:s"><figcaption>Sizes <span class="math">x</span></figcaption><table><thead><tr><th>a</th></tr></thead></table></figure>'
    ],
    [
      "|a|b|\n|-|-|\n|1|2|\n: Of *two* {#tbl:s}\n\nx",
      '<figure class="article-figure article-table" id="tbl:s"><figcaption>Of <em>two</em></figcaption><table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table></figure><p>x</p>'
    ],
    [
      "|a|\n|-|\n|1|\n{#tbl:s}",
      '<figure class="article-figure article-table" id="tbl:s"><figcaption></figcaption><table><thead><tr><th>a</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table></figure>'
    ],
    [
      "|a|b|\n|-|-|\n|: x|y|",
      "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>: x</td><td>y</td></tr></tbody></table>"
    ],
    [
      "|a|\n|-|\n\n{#tbl:s}",
      '<figure class="article-figure article-table" id="tbl:s"><figcaption></figcaption><table><thead><tr><th>a</th></tr></thead></table></figure>'
    ],
    [
      "::: figure {#fig:x .wide}\n<ecco-logit-lens></ecco-logit-lens>\n\nOf *all* layers\n:::",
      '<figure class="article-figure wide" id="fig:x"><p><ecco-logit-lens></ecco-logit-lens></p><figcaption>Of <em>all</em> layers</figcaption></figure>'
    ],
    [
      "::: table Above {#tbl:y}\n|a|\n|-|\n:::",
      '<figure class="article-figure article-table" id="tbl:y"><figcaption>Above</figcaption><table><thead><tr><th>a</th></tr></thead></table></figure>'
    ],
    [
      "::: figure\n<span data-node=0></span>\n\n<span data-node=1></span>\n:::",
      '<figure class="article-figure"><p><span data-node=0></span></p><p><span data-node=1></span></p><figcaption></figcaption></figure>'
    ],
    ["[[toc]]", '<nav class="article-contents"></nav>'],
    ["::: bibliography\n:::", '<section class="article-bibliography"></section>'],
    [
      "::: appendix Data\nx\n:::",
      '<section class="article-appendix"><h2 id="data">Data</h2><p>x</p></section>'
    ],
    ["```bibtex\n@misc{a<b}\n```", '<div class="article-bibtex"><pre>@misc{a&lt;b}\n</pre></div>'],
    [
      "---\ntitle: A <b>\n---\n\nx",
      '<div class="article-front-matter"><pre>title: A &lt;b&gt;</pre></div><p>x</p>'
    ],
    ["---\n\nx\n\n---", "<hr><p>x</p><hr>"],
    ["x\n\n---\ntitle: x\n---", '<p>x</p><hr><h2 id="title-x">title: x</h2>'],
    [
      "::: note\n[@a]\n:::",
      `<div class="callout callout-note" role="note"><p class="callout-title">Note</p><p>${cited("[@a]")}</p></div>`
    ]
  ])("%j", (text, expected) => expect(html(text)).toBe(expected));

  test("long texts of signs are read at once", () => {
    const begun = performance.now();
    for (const each of ["@", "[@", "[@a;", "@fig:", "$$x$$ {", "::: figure\n", "[@a] [", "@{"])
      markdownToHtml(each.repeat(20_000));
    expect(performance.now() - begun).toBeLessThan(20_000);
  });
});

describe("numbers", () => {
  const sec = (level: number, appendix = false) =>
    ({kind: "sec", level, appendix, plain: false}) as const;
  const fig = (appendix = false) => ({kind: "fig", appendix, plain: false}) as const;

  test("go by the order of the page, with letters in the appendix; a title alone has none", () => {
    const items = [
      sec(1),
      sec(2),
      fig(),
      sec(3),
      sec(3),
      sec(2),
      fig(),
      sec(2, true),
      fig(true),
      sec(3, true),
      sec(2, true),
      fig(true),
      sec(2),
      fig()
    ];
    expect(numbersOf(items, {figures: true, sections: true})).toEqual([
      "",
      "1",
      "1",
      "1.1",
      "1.2",
      "2",
      "2",
      "A",
      "A1",
      "A.1",
      "B",
      "B1",
      "3",
      "3"
    ]);
    expect(numbersOf(items, {figures: true, sections: false}).filter(Boolean)).toEqual([
      "1",
      "2",
      "A1",
      "B1",
      "3"
    ]);
    expect(numbersOf(items, {figures: false, sections: false}).filter(Boolean)).toEqual([]);
  });
  test("of a level that is left out begin with 1", () =>
    expect(numbersOf([sec(2), sec(4), sec(3)], {figures: true, sections: true})).toEqual([
      "1",
      "1.1.1",
      "1.2"
    ]));
});

describe("front matter", () => {
  test("says who wrote what and when", async () => {
    const {problems, authors, ...rest} = await readFrontMatter(
      "title: 'One: two'\nauthor:\n  - Ada Lovelace\n  - {name: Bo, affiliation: [X, Y], orcid: https://orcid.org/0000-0002-1825-0097}\ndate: 2026-11-30\ndoi: https://doi.org/10.1234/ab\nlicense: CC BY 4.0\nnumbering: all\ncitation-style: note\nbibliography: a.bib\nlang: de\nformat: {html: {}}\n"
    );
    expect(problems).toEqual([]);
    expect(authors.map(({name, affiliations, orcid}) => [name, affiliations, orcid])).toEqual([
      ["Ada Lovelace", [], null],
      ["Bo", ["X", "Y"], "0000-0002-1825-0097"]
    ]);
    expect(rest).toMatchObject({
      title: "One: two",
      date: "2026-11-30",
      doi: "10.1234/ab",
      licence: "CC BY 4.0",
      numbering: "all",
      citations: "note",
      bibliography: ["a.bib"],
      lang: "de"
    });
  });
  test("says what is wrong with a part of it, with the line of the cell; the rest counts", async () => {
    const read = await readFrontMatter("title: A\nurl: javascript:alert(1)\nnumbering: maybe\n");
    expect(read.title).toBe("A");
    expect(read.url).toBeNull();
    expect(read.problems).toEqual([
      'url in line 3: expected an address that begins with https://, got "javascript:alert(1)"',
      'numbering in line 4: expected true, on, figures, all, false, off, none; got "maybe"'
    ]);
    const bad = await readFrontMatter("title: A\nauthors: [a, b\n");
    expect(bad.problems[0]).toMatch(/^the front matter is not YAML: .* in line [34]$/);
    expect((await readFrontMatter("- a\n")).problems).toHaveLength(1);
    expect((await readFrontMatter("__proto__: {a: 1}\nconstructor: 3\ntitle: x\n")).title).toBe(
      "x"
    );
  });
});

const source = String.raw`@string{nips = "Advances in Neural Information Processing Systems"}
@inproceedings{vaswani2017, title = {Attention Is All You Need}, author = {Vaswani, Ashish and Shazeer, Noam and Parmar, Niki},
  booktitle = nips, year = 2017, pages = {5998--6008}}
@article{goedel, title={{\"U}ber $x^2$ \emph{formal}}, author={G{\"o}del, Kurt}, year={1931}, journal={Monatshefte}, volume=38, doi={10.1007/BF01700692}}
@misc{ab1, title={One}, author={Doe, Jane and Roe, Al}, year={2020}, url={javascript:alert(1)}}
@misc{ab2, title={Two}, author={Doe, Jane and Roe, Al}, year={2020}}
`;
const said = (pieces: readonly CitePiece[]): string =>
  pieces.map((piece) => (piece.kind === "note" ? `^${piece.number}` : piece.text)).join("");

describe("citations", () => {
  const written = [
    "[see @vaswani2017, p. 3; @goedel]",
    "@goedel [ch. 2]",
    "[-@vaswani2017]",
    "[@ab1; @ab2]",
    "[@absent]",
    "@goedel"
  ];
  test.each<[CitationStyle, readonly string[]]>([
    [
      "author-date",
      [
        "(see Vaswani et al., 2017, p. 3; Gödel, 1931)",
        "Gödel (1931, ch. 2)",
        "(2017)",
        "(Doe and Roe, 2020a; Doe and Roe, 2020b)"
      ]
    ],
    ["numbered", ["[see 1, p. 3; 2]", "Gödel [2, ch. 2]", "[1]", "[3; 4]"]],
    ["note", ["^1", "Gödel^2", "^3", "^4"]]
  ])("%s", async (style, expected) => {
    const {entries, problems} = await readBibtex(source, "refs.bib");
    expect(problems).toEqual([]);
    const citing = cite(written.map(readCitation), entries, {style, words: wordsOf("en")});
    expect(citing.pieces.slice(0, 4).map(said)).toEqual(expected);
    const problem =
      "@absent is in no bibliography of this notebook, which has ab1, ab2, vaswani2017, goedel; write \\@ for the sign alone";
    if (style === "note") expect(said(citing.notes[4]!.pieces)).toBe(problem);
    else expect(said(citing.pieces[4]!)).toBe(problem);
    expect(citing.entries.map(({key}) => key)).toEqual(
      style === "numbered"
        ? ["vaswani2017", "goedel", "ab1", "ab2"]
        : ["ab1", "ab2", "goedel", "vaswani2017"]
    );
    if (style === "note")
      expect(said(citing.notes[0]!.pieces)).toBe(
        "see Vaswani et al., Attention Is All You Need (2017), p. 3; Gödel, Über x² <i>formal</i> (1931)"
      );
  });

  test("entries say authors, year, title and place; only addresses of pages are links", async () => {
    const {entries} = await readBibtex(source, "refs.bib");
    const texts = entries.map((entry) =>
      entryPieces(entry, wordsOf("en"))
        .map(({text}) => text)
        .join("")
    );
    expect(texts[0]).toBe(
      "Vaswani, A., Shazeer, N., and Parmar, N. (2017). Attention Is All You Need. In Advances in Neural Information Processing Systems, 5998–6008. "
    );
    expect(texts[1]).toBe(
      "Gödel, K. (1931). Über x² <i>formal</i>. Monatshefte 38. https://doi.org/10.1007/BF01700692"
    );
    expect(entryPieces(entries[2]!, wordsOf("en")).some(({href}) => href)).toBe(false);
  });

  test("BibTeX with errors says where, and the rest is read", async () => {
    const broken = `@misc{a, title={A}}\n\n@article{b,\n  title = {No end,\n  year = 2018\n\n@book{c, title={C}}\n@misc{a, title={Again}}\n`;
    const {entries, problems} = await readBibtex(broken, "refs.bib");
    expect(entries.map(({key}) => key)).toEqual(["a", "c"]);
    expect(problems).toHaveLength(2);
    expect(problems[0]).toMatch(/^refs\.bib, the entry in line 3: Unterminated brace-value/);
    expect(problems[1]).toBe("refs.bib: a is there twice; the first counts");
    expect((await readBibtex("no entry here", "refs.bib")).problems).toHaveLength(1);
    expect((await readBibtex("", "refs.bib")).problems).toEqual([]);
  });
});

test("an article is cited as its front matter says", () => {
  const authors = ["Ada van der Berg", "Doe, Jane"].map((name) => ({
    name,
    affiliations: [],
    url: null,
    orcid: null
  }));
  const entry = ownEntry({
    ...noFrontMatter,
    title: "50% of {lenses}",
    authors,
    date: "2026-11-30",
    doi: "10.1234/ab"
  });
  expect(bibtexOf(entry)).toBe(
    "@misc{vanderberg2026lenses,\n  title = {{50\\% of \\{lenses\\}}},\n  author = {van der Berg, Ada and Doe, Jane},\n  year = {2026},\n  doi = {10.1234/ab}\n}"
  );
});

test("reading time counts words, and characters of Chinese and Japanese for half of one", () => {
  expect(wordsIn("Two words, it's three… 日本")).toBe(5);
  expect([minutesFor(3), minutesFor(1000)]).toEqual([1, 4]);
});

test("dates are said as people say them in the language of the text", () => {
  const dates = ["2026-11-30", "2026-11", "2026", "30 Nov", "2026-13-40"];
  expect(dates.map((date) => longDate(date, "de"))).toEqual([
    "30. November 2026",
    "November 2026",
    "2026",
    "30 Nov",
    "2026-13-40"
  ]);
});
