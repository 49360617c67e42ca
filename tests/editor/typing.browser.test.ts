import fc from "fast-check";
import {afterEach, expect, test} from "vitest";
import {cdp, userEvent} from "vitest/browser";
import {CellView} from "../../apps/editor/src/frame/cell-view.ts";
import type {CellActions} from "../../apps/editor/src/frame/cell-view.ts";
import {KnownTexts} from "../../apps/editor/src/shell/known-texts.ts";
import type {CellText} from "../../apps/editor/src/protocol/messages.ts";
import type {CellKind} from "@ecco/runtime/document";

const kinds = ["js", "ts", "md", "html"] as const;
const nothing = (): undefined => undefined;

afterEach(() => document.body.replaceChildren());

/** A cell in the frame and the shell's text of it, with all that is under way between them. */
class Pair {
  readonly view: CellView;
  readonly texts = new KnownTexts();
  shell: string;
  type: CellKind;
  readonly toShell: {text: string; version: number}[] = [];
  readonly toFrame: CellText[] = [];

  constructor(type: CellKind, text = "") {
    this.type = type;
    this.shell = text;
    const actions: CellActions = {
      changed: (typed) => {
        this.view.cell = {...this.view.cell, text: typed};
        this.toShell.push({text: typed, version: this.view.cell.version});
      },
      run: nothing,
      full: nothing,
      undo: nothing,
      redo: nothing,
      save: nothing,
      scope: () => ({ecco: {}}),
      diagnose: () => [],
      insertBefore: nothing,
      menu: nothing,
      keydown: nothing,
      selected: nothing,
      link: () => null,
      go: nothing,
      focused: nothing,
      left: nothing
    };
    this.view = new CellView(this.#cell(), actions);
    document.body.append(this.view.root);
    this.view.edit();
  }

  #cell(): CellText {
    const {shell: text, type} = this;
    const rest = {pinned: true, hidden: false, mime: "", output: null, database: null};
    return {id: 1, type, text, ...rest, ...this.texts.give(1, text)};
  }

  /** The shell's text changes by another program, or by undo. */
  outside(text: string): void {
    this.shell = text;
    this.toFrame.push(this.#cell());
  }

  /** One message arrives in the shell. */
  hear(): void {
    const message = this.toShell.shift();
    if (!message || !this.texts.takes(1, message.version)) return;
    this.shell = message.text;
    this.texts.took(1, message.text);
  }

  /** One message arrives in the frame. */
  show(): void {
    const cell = this.toFrame.shift();
    if (cell) this.view.update(cell, false);
  }

  settle(): void {
    while (this.toShell.length + this.toFrame.length > 0) {
      this.hear();
      this.show();
    }
  }

  /** What the reader sees. */
  get seen(): string {
    return [...this.view.root.querySelectorAll(".cm-line")]
      .map(({textContent}) => textContent)
      .join("\n");
  }

  close(): void {
    this.view.root.remove();
  }
}

const pieces = fc.constantFrom(
  ..."<p>|</p>|<b>|</div>|<br/>|<!--|-->|(|)|[|]|{|}|'|\"|`|${|&amp;|&lt;|=>|- |1. |> |# |*|_|```|//|/*|\n|\n  |\t| |a|e.|Math.|🚀|👩🏽‍🚀|é|e\u0301|汉|ж|א|ع|\u200F".split(
    "|"
  )
);

/** Puts in what a key does, as browsers tell an editor: one character after the other. */
async function typeKeys(text: string): Promise<void> {
  for (const {segment} of new Intl.Segmenter().segment(text)) {
    if (segment === "\n") await userEvent.keyboard("{Enter}");
    else if (segment === "\t") await userEvent.keyboard("{Tab}");
    else document.execCommand("insertText", false, segment);
  }
}

test.each(kinds)("random texts, key by key, are what was typed: %s", async (kind) => {
  await fc.assert(
    fc.asyncProperty(fc.array(pieces, {minLength: 5, maxLength: 25}), async (parts) => {
      const pair = new Pair(kind);
      const text = parts.join("");
      await typeKeys(text);
      pair.settle();
      expect([pair.seen, pair.shell]).toEqual([text, text]);
      pair.close();
    }),
    {numRuns: 12, seed: 7}
  );
});

const mark = (n: number): string => String.fromCodePoint(0x4e00 + n);
type Event = "type" | "outside" | "hear" | "show";

test("what comes from outside while somebody types drops and moves nothing, in any order of messages", async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.tuple(fc.constantFrom<Event>("type", "type", "outside", "hear", "show"), fc.nat()),
        {maxLength: 40}
      ),
      async (events) => {
        const pair = new Pair("js", "one\ntwo\nthree");
        let typed = "";
        let marks = 0;
        const act: Record<Event, (at: number) => void> = {
          type: () => {
            const letter = String.fromCodePoint(0x1f600 + ((typed.length / 2) % 60));
            typed += letter;
            document.execCommand("insertText", false, letter);
          },
          outside: (at) => {
            // Between characters, as people change texts.
            const all = [...pair.shell];
            all.splice(at % (all.length + 1), 0, mark(marks++));
            pair.outside(all.join(""));
          },
          hear: () => pair.hear(),
          show: () => pair.show()
        };
        for (const [what, at] of events) {
          if (pair.toShell.length > 0 && pair.toFrame.length > 0) seen.add("both under way");
          act[what](at);
          // Messages come in turns of their own: the editor has taken in by then what was typed.
          for (let turn = 0; turn < 2; turn++) await Promise.resolve();
        }
        pair.settle();
        expect(pair.seen).toBe(pair.shell);
        expect(pair.shell.replace(/[^\u{1F600}-\u{1F64F}]/gu, "")).toBe(typed);
        for (let n = 0; n < marks; n++) expect(pair.shell).toContain(mark(n));
        expect(pair.shell.replace(/[^onetwhr]/g, "")).toBe("onetwothree");
        pair.close();
      }
    ),
    {numRuns: 300, seed: 3}
  );
  expect([...seen]).toEqual(["both under way"]);
});

test("what begins like the text that comes meanwhile is typed behind it", async () => {
  const pair = new Pair("html", "base");
  await userEvent.keyboard("{End}");
  pair.outside("base<p>abc");
  await typeKeys("<");
  pair.show();
  await typeKeys("/p>");
  pair.settle();
  expect([pair.seen, pair.shell]).toEqual(["base<p>abc</p>", "base<p>abc</p>"]);
  pair.close();
});

test.each(kinds)("a composition goes on when something comes from outside: %s", async (kind) => {
  const pair = new Pair(kind, "one\ntwo");
  const session = cdp() as unknown as {send: (method: string, options: object) => Promise<unknown>};
  const compose = (text: string): Promise<unknown> =>
    session.send("Input.imeSetComposition", {
      text,
      selectionStart: text.length,
      selectionEnd: text.length
    });
  await compose("n");
  await compose("に");
  pair.settle();
  expect(pair.shell).toBe("にone\ntwo");
  pair.outside("にone\ntwo and three");
  pair.show();
  await compose("にほ");
  pair.outside(`0\n${pair.shell}`);
  pair.show();
  await compose("にほん");
  await session.send("Input.insertText", {text: "日本"});
  await expect
    .poll(() => (pair.settle(), [pair.seen, pair.shell]))
    .toEqual(["0\n日本one\ntwo and three", "0\n日本one\ntwo and three"]);
  await typeKeys("!");
  pair.settle();
  expect(pair.seen).toBe("0\n日本!one\ntwo and three");
  pair.close();
});

test.each(kinds)(
  "pasted, with accents by dead keys, and retyped with the caret where it was: %s",
  async (kind) => {
    const pair = new Pair(kind, "<p>");
    const data = new DataTransfer();
    data.setData("text/plain", "https://example.org/\r\n- <b>\u{1F680}</b>");
    const content = pair.view.root.querySelector(".cm-content")!;
    await userEvent.keyboard("{End}");
    content.dispatchEvent(
      new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})
    );
    pair.settle();
    expect(pair.shell).toBe("<p>https://example.org/\n- <b>\u{1F680}</b>");
    pair.type = kind === "md" ? "js" : "md";
    pair.outside(pair.shell);
    pair.settle();
    await typeKeys("ê</p>");
    pair.settle();
    expect([pair.seen, pair.shell]).toEqual([
      "<p>https://example.org/\n- <b>\u{1F680}</b>ê</p>",
      "<p>https://example.org/\n- <b>\u{1F680}</b>ê</p>"
    ]);
    pair.close();
  }
);
