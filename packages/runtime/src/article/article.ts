/**
 * The article of a page: reads what its cells have declared and writes numbers, references, citations and contents into
 * them. A cell is read again when it shows something else; what an element is to say is written when it differs.
 */
import {writeBibliography, writeCitation, writeSource} from "./bibliography.ts";
import {readBibtex} from "./bibtex.ts";
import type {Bibliography} from "./bibtex.ts";
import {writeCiteThis} from "./cite-this.ts";
import {cite} from "./citing.ts";
import {readCitation} from "./citation.ts";
import {writeContents} from "./contents.ts";
import {declaredIn, nothing} from "./declared.ts";
import type {Declared} from "./declared.ts";
import {noFrontMatter, readFrontMatter} from "./front-matter.ts";
import type {FrontMatter} from "./front-matter.ts";
import {giveIds, sayTwice, targetsOf, writeReference} from "./linking.ts";
import type {Target} from "./linking.ts";
import {numbersOf} from "./numbers.ts";
import {writeNumber} from "./number-elements.ts";
import {PreviewCard} from "./preview-card.ts";
import {minutesFor, readingWords} from "./reading-time.ts";
import {writeTitle} from "./title-block.ts";
import {wordsOf} from "./words.ts";
import type {Words} from "./words.ts";
import {Loaded} from "./loaded.ts";
import {madeClass, needsHeading, setAttribute, sourceOf} from "./written.ts";

export interface ArticleOptions {
  /** Where notes and references stand if the author gives them no place. */
  readonly end: HTMLElement;
  /** Returns a text in Markdown as a node; *near* is what it goes beside. */
  readonly markdown: (text: string, near: Element) => Node;
  /** Returns the text of a file beside the notebook, which *near* names. */
  readonly file: (name: string, near: Element) => Promise<string>;
}

const outputClass = "ecco-output";

export class Article {
  readonly #root: HTMLElement;
  readonly #options: ArticleOptions;
  readonly #observer = new MutationObserver((records) => this.#look(records));
  readonly #card: PreviewCard;
  readonly #declared = new Map<Element, Declared>();
  readonly #words = new WeakMap<Element, number>();
  readonly #frontMatter = new Loaded<FrontMatter>(readFrontMatter, () => this.#update());
  readonly #bibtex = new Loaded<Bibliography>(
    (source) => readBibtex(source, "the bibliography"),
    () => this.#update()
  );
  /** Of each element of front matter the files it names: another cell, or the same one run again, reads them anew. */
  readonly #files = new WeakMap<Element, Loaded<Bibliography>>();

  constructor(root: HTMLElement, options: ArticleOptions) {
    this.#root = root;
    this.#options = options;
    this.#card = new PreviewCard(root);
    this.#observer.observe(root, {childList: true, subtree: true});
    this.#collect(new Set());
  }

  dispose(): void {
    this.#observer.disconnect();
    this.#card.dispose();
  }

  /** Finds the outputs that show something else now, or stand elsewhere. */
  #look(records: readonly MutationRecord[]): void {
    const changed = new Set<Element>();
    let moved = false;
    for (const {target, addedNodes, removedNodes} of records) {
      const within = (target as Element).closest(`.${outputClass}`);
      // What changes further within is the output's own.
      if (within === target) changed.add(within);
      else if (!within) moved ||= [...addedNodes, ...removedNodes].some(holdsOutput);
    }
    if (moved || changed.size > 0) this.#collect(changed);
  }

  /** Reads what has changed; where nothing was declared before and nothing is now, there is nothing to write. */
  #collect(changed: ReadonlySet<Element>): void {
    const before = [...this.#declared].filter(([, declared]) => declared !== nothing);
    const outputs = [...this.#root.querySelectorAll(`.${outputClass}`)];
    const known = new Map(this.#declared);
    this.#declared.clear();
    for (const output of outputs) {
      const old = changed.has(output) ? undefined : known.get(output);
      if (!old) this.#words.delete(output);
      this.#declared.set(output, old ?? declaredIn(output));
    }
    const after = [...this.#declared].filter(([, declared]) => declared !== nothing);
    const same =
      before.length === after.length &&
      before.every(([output, declared], index) => {
        const [other, now] = after[index]!;
        return output === other && declared === now;
      });
    if (!same) this.#update();
  }

  #all<Name extends keyof Declared>(name: Name): readonly Declared[Name][number][] {
    return [...this.#declared.values()].flatMap((declared) => declared[name] as never);
  }

  async #read(name: string, near: Element): Promise<Bibliography> {
    try {
      return await readBibtex(await this.#options.file(name, near), name);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return {entries: [], problems: [`${name}, of the bibliography, is not read: ${reason}`]};
    }
  }

  #update(): void {
    const front = this.#readFront();
    const words = wordsOf(front.lang);
    setAttribute(this.#root, "lang", front.lang);
    giveIds([...this.#declared]);
    const targets = this.#number(front, words);
    const byName = targetsOf(targets);
    for (const link of this.#all("references")) writeReference(link, byName, words);
    sayTwice(targets);
    this.#cite(front, words);
    this.#writeContents(targets, words);
    for (const place of this.#all("citeThis"))
      writeCiteThis(place, this.#all("frontMatter").length > 0 ? front : null, words);
    this.#writeTitle(front, words);
  }

  #filesOf({bibliography}: FrontMatter): readonly (Bibliography | null)[] {
    const [near] = this.#all("frontMatter");
    if (!near || bibliography.length === 0) return [];
    let files = this.#files.get(near);
    if (!files) {
      files = new Loaded(
        (name) => this.#read(name, near),
        () => this.#update()
      );
      this.#files.set(near, files);
    }
    return bibliography.map((name) => files.get(name));
  }

  #readFront(): FrontMatter {
    const [first] = this.#all("frontMatter");
    return first ? (this.#frontMatter.get(textOf(first)) ?? noFrontMatter) : noFrontMatter;
  }

  #writeTitle(front: FrontMatter, words: Words): void {
    const [first, ...others] = this.#all("frontMatter");
    if (!first || front === noFrontMatter) return;
    const minutes = minutesFor(
      [...this.#declared.keys()].reduce((sum, each) => sum + this.#wordsOf(each), 0)
    );
    const markdown = (text: string): Node => this.#options.markdown(text, first);
    writeTitle(first, front, {words, minutes, markdown});
    const problem =
      "front matter counts once, at the head of the first cell of Markdown: this one is not read";
    for (const each of others)
      writeTitle(each, {...noFrontMatter, problems: [problem]}, {words, minutes: 0, markdown});
  }

  #wordsOf(output: Element): number {
    let count = this.#words.get(output);
    if (count === undefined) this.#words.set(output, (count = readingWords(output)));
    return count;
  }

  /** Writes numbers, in the order of the page. */
  #number({numbering}: FrontMatter, words: Words): readonly Target[] {
    const all = this.#all("numbered");
    const appendices = this.#all("appendices");
    // Without content it begins what follows.
    const open = appendices.find((each) => isEmpty(each));
    const isWithin = (element: Element): boolean =>
      element.closest(".article-appendix") !== null ||
      (open !== undefined && (open.compareDocumentPosition(element) & 4) > 0);
    const items = all.map(({element, kind}) => {
      const rest = {appendix: isWithin(element), plain: element.classList.contains("unnumbered")};
      return kind === "sec" ? {kind, level: Number(element.tagName[1]), ...rest} : {kind, ...rest};
    });
    const numbers = numbersOf(items, {
      figures: numbering !== "none",
      sections: numbering === "all"
    });
    return all.map((each, index) => {
      const number = each.kind === "eq" && each.id === null ? "" : numbers[index]!;
      writeNumber(each.element, each.kind, number, words);
      return {...each, number};
    });
  }

  #writeContents(targets: readonly Target[], words: Words): void {
    const places = this.#all("contents");
    if (places.length === 0) return;
    const headings = targets
      .filter(({kind, element}) => kind === "sec" && !element.closest(".article-contents"))
      .map(({element, number}) => ({element, number, level: Number(element.tagName[1])}));
    const [first, ...others] = headings;
    const isTitle = first?.level === 1 && others.every(({level}) => level > 1);
    for (const place of places) writeContents(place, isTitle ? others : headings, words.contents);
  }

  /** Writes citations and the bibliography, once the parser has read it. */
  #cite(front: FrontMatter, words: Words): void {
    const blocks = this.#all("bibtex");
    const read = blocks.map((block) => this.#bibtex.get(textOf(block)));
    const files = this.#filesOf(front);
    blocks.forEach((block, index) => {
      const found = read[index];
      if (found) writeSource(block, found.entries.length, found.problems);
    });
    const citations = this.#all("citations");
    const has = blocks.length > 0 || front.bibliography.length > 0;
    if (!has) return this.#citeNothing(citations);
    if (![...read, ...files].every(Boolean)) return;
    const entries = [...read, ...files].flatMap((each) => each!.entries);
    const citing = cite(
      citations.map((each) => readCitation(sourceOf(each, ({textContent}) => textContent))),
      entries,
      {style: front.citations, words}
    );
    citations.forEach((each, index) => writeCitation(each, citing.pieces[index]!));
    const problems = files.flatMap((each) => each!.problems);
    const {end} = this.#options;
    const [place = end, ...others] = this.#all("bibliographies");
    writeBibliography(place, {citing, words, problems}, place === end || needsHeading(place));
    for (const other of place === end ? others : [end, ...others])
      other.querySelector(`:scope > .${madeClass}`)?.remove();
  }

  /** Without a bibliography @name is a name of somebody, and stays. */
  #citeNothing(citations: readonly HTMLElement[]): void {
    for (const each of citations) {
      const source = sourceOf(each, ({textContent}) => textContent);
      const kind = source.startsWith("[") ? "problem" : "text";
      writeCitation(each, [
        {kind, text: kind === "text" ? source : `${source}: ${noBibliography}`}
      ]);
    }
    this.#options.end.querySelector(`:scope > .${madeClass}`)?.remove();
  }
}

const noBibliography =
  "this notebook has no bibliography; write the entries in a block of code of the language bibtex";

const holdsOutput = (node: Node): boolean =>
  node instanceof Element &&
  (node.classList.contains(outputClass) || node.querySelector(`.${outputClass}`) !== null);

const textOf = (block: Element): string => block.querySelector("pre")?.textContent ?? "";

const isEmpty = (section: Element): boolean =>
  [...section.children].every((each) => /^H[1-6]$/.test(each.tagName));
