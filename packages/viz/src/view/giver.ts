import type {Origin, Subject} from "../export/subject.ts";
// With the views, not later: a page exports without a network, and when its site has been renewed since it was opened.
import {toHtml} from "../export/to-html.ts";
import {toPng} from "../export/to-png.ts";
import {toSnippet} from "../export/to-snippet.ts";
import {toSvg} from "../export/to-svg.ts";
import {toTrace} from "../export/to-trace.ts";
import {keepInAddress} from "../permalink/page-state.ts";
import {promptWords} from "../prompt/conversation.ts";
import {Contained} from "./contained.ts";
import type {ViewState} from "./state.ts";
import {tableToCsv} from "./table.ts";

/** What every view gives out: as a file, as markup, as an address. */
export abstract class Giver<D> extends Contained {
  #data: D | undefined;

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, "data"];
  }

  override attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (name === "data") this.requestUpdate();
    else super.attributeChangedCallback(name, before, now);
  }

  /**
   * What to draw; nothing when undefined. A text, set or as an attribute, is a recorded result: JSON, or base64 of it, also
   * deflated.
   */
  get data(): D | undefined {
    return this.#data;
  }

  set data(data: D | string | undefined) {
    // Frameworks set as a property what their authors wrote as an attribute.
    if (typeof data === "string") {
      this.setAttribute("data", data);
      return;
    }
    const before = this.#data;
    this.#data = data;
    this.requestUpdate("data", before);
  }

  /** Where the data came from, as far as it is known; exports say it. */
  declare origin: Origin | undefined;

  /** How it stands, and what that says. */
  declare state: ViewState | undefined;
  declare message: string;

  /** Data may come from a file of anybody's: where its parts do not fit each other, the view says so. */
  protected override performUpdate(): void {
    try {
      super.performUpdate();
    } catch (error) {
      if (this.data === undefined) throw error;
      console.error(error);
      this.data = undefined;
      this.state = "error";
      this.message =
        "this result cannot be drawn: its parts do not fit each other; record it again";
    }
  }

  /** What is exported. Throws without data. */
  protected abstract subject(): Subject;

  /** Returns the picture's values as CSV, in full precision; "" without data. */
  toCsv(): string {
    return this.data === undefined ? "" : tableToCsv(this.subject().table);
  }

  /** Returns the data as a trace of one entry (JSON), which `src` reads back. Throws without data, as all that follow. */
  toJson(): string {
    return toTrace(this.subject());
  }

  /** Returns markup for another page, HTML, Markdown or a template: this element, with its result in `data`. */
  toSnippet(): string {
    return toSnippet(this.subject());
  }

  /** Returns the picture as SVG: plain shapes and text, in the scheme and at the width it is shown in. */
  async toSvg(): Promise<string> {
    return toSvg(this.subject());
  }

  /** Returns the picture as PNG, at twice its size. */
  async toPng(): Promise<Blob> {
    return toPng(this.subject());
  }

  /** Returns a page with the picture, its table and its data, which needs no script and no network. */
  async toHtml(): Promise<string> {
    return toHtml(this.subject());
  }

  /** What a file of it is called, without ending. */
  get fileName(): string {
    const words = [
      this.localName.replace("ecco-", ""),
      promptWords(this.origin?.prompt ?? "")
    ].join(" ");
    return words
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
      .slice(0, 48)
      .replace(/-$/, "");
  }

  /** Returns the page's address with all that the reader did in it, and puts it into the browser's field. */
  toLink(): string {
    return keepInAddress();
  }
}
