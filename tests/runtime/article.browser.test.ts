/** The article of a page: numbers, references, contents and citations follow the cells as they change. */
import {Article, createRuntime, markdown} from "@ecco/runtime";
import type {CellStatus, NotebookRuntime} from "@ecco/runtime";
import {afterEach, beforeEach, expect, test} from "vitest";
import {counted} from "../../packages/runtime/src/article/written.ts";
import {eventually} from "../eventually.ts";

let notebook: NotebookRuntime;
let article: Article;
let statuses: Map<number, CellStatus>;
let body: HTMLElement;
let end: HTMLElement;
let files: Readonly<Record<string, string>>;

beforeEach(() => {
  body = document.body.appendChild(document.createElement("main"));
  end = body.appendChild(document.createElement("div"));
  statuses = new Map();
  files = {};
  notebook = createRuntime({root: body, status: (status) => statuses.set(status.id, status)});
  article = new Article(body, {
    end,
    markdown: (text) => markdown`${text}`,
    file: async (name) => {
      const text = files[name];
      if (text === undefined) throw new Error("it is not beside the notebook");
      return text;
    }
  });
});
afterEach(() => {
  article.dispose();
  notebook.dispose();
  body.remove();
});

const places = new Map<number, HTMLElement>();
async function show(id: number, text: string, type = "md"): Promise<HTMLElement> {
  const known = places.get(id);
  const place = known?.isConnected ? known : document.createElement("div");
  if (place !== known) body.insertBefore(place, end);
  places.set(id, place);
  notebook.define({id, type, text}, place);
  await eventually(() => expect(statuses.get(id)?.state).toBe("ok"));
  return place;
}
const texts = (selector: string): readonly string[] =>
  [...body.querySelectorAll(selector)].map((each) => each.textContent.replaceAll("\u00A0", " "));

test("figures, tables, equations and sections have numbers in the order of the page, and references say them", async () => {
  await show(
    1,
    "---\nnumbering: all\n---\n\n# Title\n\n[[toc]]\n\n## One\n\nSee @fig:b, [@fig:a; @tbl:t], @eq:e, @sec:two and @sec:later."
  );
  const moving = await show(
    2,
    "::: figure {#fig:a}\n<b>x</b>\n\nFirst\n:::\n\n|a|\n|-|\n\n: Sizes {#tbl:t}\n\n$$x$$ {#eq:e}"
  );
  await show(3, "## Two {#sec:two}\n\n### Later\n\n<figure id='fig:b'><svg></svg></figure>");
  await eventually(() =>
    expect(texts(".article-ref")).toEqual([
      "Figure 2",
      "Figure 1",
      "Table 1",
      "Equation 1",
      "Section 2",
      "Section 2.1"
    ])
  );
  expect(texts("figcaption")).toEqual(["Figure 1. First", "Table 1. Sizes", "Figure 2"]);
  expect(texts(".article-equation > .article-number")).toEqual(["(1)"]);
  expect(texts(".article-contents a")).toEqual(["1\u2002One", "2\u2002Two", "2.1\u2002Later"]);
  expect(
    [...body.querySelectorAll(".article-contents a")].every((link) =>
      body.querySelector(`[id="${link.getAttribute("href")!.slice(1)}"]`)
    )
  ).toBe(true);

  // A cell that moves, changes or goes takes its numbers with it.
  body.insertBefore(moving, end);
  await eventually(() =>
    expect(texts(".article-ref").slice(0, 2)).toEqual(["Figure 1", "Figure 2"])
  );
  await show(3, "## Changed {#sec:two}");
  await eventually(() =>
    expect(texts(".article-ref")[0]).toBe(
      "@fig:b: no figure has that name; this notebook has fig:a"
    )
  );
  expect(texts(".article-contents a")).toEqual(["1\u2002One", "2\u2002Changed"]);
  await show(3, "<figure id='fig:b'><svg></svg></figure>", "html");
  await eventually(() => expect(texts(".article-ref")[0]).toBe("Figure 1"));
});

test("what a cell shows that declares nothing has nothing written, and nothing else is rendered", async () => {
  const first = await show(1, "::: figure {#fig:a}\n<b>x</b>\n:::\n\n@fig:a");
  const figure = first.querySelector("figure");
  await show(2, "const n = 1; display(n)", "js");
  await show(3, "Words");
  await eventually(() => expect(texts(".article-ref")).toEqual(["Figure 1"]));
  const before = counted.writes;
  await show(2, "const n = 2; display(n)", "js");
  await show(3, "Other *words*");
  await show(4, "${n} more");
  await eventually(() => expect(body.textContent).toContain("2 more"));
  expect(counted.writes).toBe(before);
  await show(3, "::: figure\n<b>x</b>\n:::");
  await eventually(() => expect(texts("figcaption")).toEqual(["Figure 1", "Figure 2"]));
  // The new caption alone.
  expect(counted.writes).toBe(before + 1);
  expect(first.querySelector("figure")).toBe(figure);
});

test("headings of two cells that are alike have ids of their own, and links of a cell lead to its own", async () => {
  await show(1, "## Results\n\n[here](#results)");
  const second = await show(2, "## Results\n\n[here](#results)");
  await eventually(() => expect(second.querySelector("h2")!.id).toBe("results-1"));
  expect(second.querySelector("a")!.getAttribute("href")).toBe("#results-1");
  await show(1, "Nothing");
  await eventually(() => expect(second.querySelector("h2")!.id).toBe("results"));
  expect(second.querySelector("a")!.getAttribute("href")).toBe("#results");
  await show(1, "::: figure {#fig:a}\nx\n:::\n\n::: figure {#fig:a}\ny\n:::");
  await eventually(() =>
    expect(texts(".article-twice")).toEqual([
      "fig:a is the name of another figure above: give this one its own"
    ])
  );
});

test("the title block says who wrote what; a wrong part says so and the rest counts", async () => {
  const place = await show(
    1,
    "---\ntitle: On *lenses* <b>\nauthors: [{name: Ada, orcid: 0000-0002-1825-0097}]\ndate: 2026-11-30\nabstract: With $x$.\nurl: none\nlang: de\n---\n\n::: cite-this\n:::"
  );
  await eventually(() => expect(place.querySelector("h1")?.textContent).toBe("On *lenses* <b>"));
  expect(texts(".article-facts > span")).toEqual(["30. November 2026", "1 Min. Lesezeit"]);
  expect(texts(".article-abstract-title")).toEqual(["Zusammenfassung"]);
  expect(place.querySelector<HTMLElement>(".article-front-matter > pre")!.hidden).toBe(true);
  expect(texts(".ecco-problem-within")).toEqual([
    'url in line 6: expected an address that begins with https://, got "none"'
  ]);
  expect(body.lang).toBe("de");
  expect(texts(".article-cited")[1]).toContain("@misc{ada2026lenses,");
  await show(2, "---\ntitle: Twice\n---");
  await eventually(() => expect(texts(".ecco-problem-within")).toHaveLength(2));
  await show(1, "Gone");
  await eventually(() => expect(texts("h1")).toEqual(["Twice"]));
  expect(body.hasAttribute("lang")).toBe(false);
});

test("citations are written once the bibliography is read; what is wrong says so at its place", async () => {
  const place = await show(1, "@doe2020 says so [@roe2019, p. 3; @absent], with @somebody.");
  expect(texts(".article-cite")).toEqual([
    "@doe2020",
    "[@roe2019, p. 3; @absent]: this notebook has no bibliography; write the entries in a block of code of the language bibtex",
    "@somebody"
  ]);
  await show(
    2,
    "```bibtex\n@misc{doe2020, title={<script>One</script>}, author={Doe, J}, year=2020}\n@misc{bad, title={\n```"
  );
  await eventually(() => expect(texts(".article-cite")[0]).toBe("Doe (2020)"));
  expect(texts(".article-bibtex .ecco-problem-within")[0]).toMatch(
    /^the bibliography, the entry in line 2: /
  );
  expect(texts(".article-cite")[2]).toMatch(/^@somebody is in no bibliography/);
  expect(end.querySelector("script")).toBeNull();
  expect(texts(".article-entries li")).toHaveLength(1);
  // Front matter names a file, and where the references stand is moved.
  files = {"refs.bib": "@misc{roe2019, title={Two}, author={Roe, A}, year=2019}"};
  await show(
    3,
    "---\nbibliography: [refs.bib, none.bib]\ncitations: numbered\n---\n\n## Sources\n\n::: bibliography\n:::"
  );
  await eventually(() =>
    expect(texts(".article-cite")[1]).toContain("[2, p. 3; @absent is in no bibliography")
  );
  expect(texts(".article-cite")[0]).toBe("Doe [1]");
  expect(end.childElementCount).toBe(0);
  expect(texts("ol.article-entries li")).toHaveLength(2);
  expect(texts(".article-bibliography .ecco-problem-within")).toEqual([
    "none.bib, of the bibliography, is not read: it is not beside the notebook"
  ]);
  expect(place.querySelector(".article-citation")!.getAttribute("href")).toBe(
    "#article-entry-doe2020"
  );
});

test("what a reference leads to is shown beside it, by pointer, keyboard and touch; Escape closes it", async () => {
  let made = 0;
  class Counted extends HTMLElement {
    constructor() {
      super();
      made++;
      this.attachShadow({mode: "open"}).innerHTML = "<b id='in'>shadow</b>";
    }
  }
  customElements.define("counted-view", Counted);
  const place = await show(
    1,
    "@fig:a and @sec:one[^1]\n\n::: figure {#fig:a}\n<counted-view onclick='x'></counted-view><button>b</button>\n\nOf $x$ [link](#one)\n:::\n\n## One\n\nIts text\n\n[^1]: A note"
  );
  await eventually(() => expect(texts(".article-ref")).toEqual(["Figure 1", "“One”"]));
  const [figure, section] = place.querySelectorAll<HTMLElement>(".article-ref");
  const card = (): HTMLElement | null => document.querySelector(":popover-open");
  const pointer = (target: Element, type: string, pointerType = "mouse"): boolean =>
    target.dispatchEvent(new PointerEvent(type, {bubbles: true, cancelable: true, pointerType}));
  const key = (name: string): void =>
    void document.body.dispatchEvent(
      new KeyboardEvent("keydown", {key: name, bubbles: true, cancelable: true})
    );

  pointer(figure!, "pointerover");
  await eventually(() => expect(card()?.textContent).toContain("Figure 1."));
  expect(figure!.getAttribute("aria-describedby")).toBe(card()!.id);
  // A copy that does nothing: no second view, no links, no handlers, nothing for the focus.
  expect(made).toBe(1);
  const copied = card()!.querySelector("figure div")!;
  expect(copied.shadowRoot!.textContent).toBe("shadow");
  expect(copied.hasAttribute("onclick")).toBe(false);
  expect(card()!.querySelectorAll("a, [id], button:enabled")).toHaveLength(0);
  const {left, right, bottom} = card()!.getBoundingClientRect();
  expect([left >= 0, right <= innerWidth, bottom <= innerHeight]).toEqual([true, true, true]);
  // The pointer may go into it.
  pointer(figure!, "pointerout");
  pointer(card()!, "pointerenter");
  pointer(section!, "pointerover");
  await eventually(() => expect(card()?.textContent).toBe("OneIts text"));
  key("Escape");
  expect(card()).toBeNull();
  expect(section!.hasAttribute("aria-describedby")).toBe(false);

  place.querySelector<HTMLElement>(".footnote-ref a")!.focus({focusVisible: true} as FocusOptions);
  expect(card()?.textContent.trim()).toBe("A note");
  figure!.focus({focusVisible: true} as FocusOptions);
  expect(card()?.textContent).toContain("Figure 1.");
  figure!.blur();
  expect(card()).toBeNull();

  // The first touch shows it, the second goes there.
  pointer(figure!, "pointerdown", "touch");
  expect(pointer(figure!, "click", "touch")).toBe(false);
  expect(card()).not.toBeNull();
  pointer(figure!, "pointerdown", "touch");
  expect(pointer(figure!, "click", "touch")).toBe(true);
  expect(card()).toBeNull();
  await show(1, "Gone");
});
