/** What others change in a text while somebody types into it: the caret stays between the same characters. */
import {Annotation} from "@codemirror/state";
import type {ChangeSet, Extension} from "@codemirror/state";
import {EditorView, ViewPlugin} from "@codemirror/view";
import type {ViewUpdate} from "@codemirror/view";
import {changeSet} from "./change-between.ts";

const fromOutside = Annotation.define<boolean>();

/** Calls *typed* with the text after every change that came from here, with what came from outside in it. */
export const outsideChanges = (typed: (text: string) => void): Extension => plugin.of(typed);

/**
 * Puts a text in that came from outside. *follow* moves the caret there. *changes* are what makes it of the text that is
 * there, where that is known better than by comparing the two: "<" before "<p>" can be the first or the last of "<p><".
 */
export function replaceText(
  view: EditorView,
  text: string,
  {follow, changes}: {readonly follow: boolean; readonly changes: ChangeSet | null}
): void {
  view.plugin(plugin)?.replace(text, follow, changes);
}

/** Keeps what came while a character was put together: to change the text then would end it. */
class OutsideChanges {
  readonly #view: EditorView;
  readonly #typed: (text: string) => void;
  #waiting: ChangeSet | null = null;

  constructor(view: EditorView, typed: (text: string) => void) {
    this.#view = view;
    this.#typed = typed;
  }

  update({docChanged, transactions}: ViewUpdate): void {
    if (!docChanged) return;
    const own = transactions.filter((each) => each.docChanged && !each.annotation(fromOutside));
    for (const {changes} of own) this.#waiting &&= this.#waiting.map(changes, true);
    if (own.length > 0) this.#typed(this.#text());
  }

  replace(text: string, follow: boolean, changes: ChangeSet | null): void {
    const now = this.#text();
    // Another length: the editor has other line ends than the file.
    const change = changes?.length === now.length ? changes : changeSet(now, text);
    if (change.empty) return;
    this.#waiting = this.#waiting ? this.#waiting.compose(change) : change;
    this.settle(follow);
  }

  settle(follow = false): void {
    const changes = this.#waiting;
    if (!changes || this.#view.composing || this.#view.compositionStarted) return;
    this.#waiting = null;
    let anchor = 0;
    changes.iterChangedRanges((_from, _to, _start, end) => (anchor = end));
    this.#view.dispatch({
      changes,
      annotations: fromOutside.of(true),
      ...(follow ? {selection: {anchor}, scrollIntoView: true} : {})
    });
  }

  #text(): string {
    const {doc} = this.#view.state;
    return (this.#waiting ? this.#waiting.apply(doc) : doc).toString();
  }
}

const plugin = ViewPlugin.define<OutsideChanges, (text: string) => void>(
  (view, typed) => new OutsideChanges(view, typed),
  {
    eventHandlers: {
      // CodeMirror takes in the last of it first.
      compositionend() {
        setTimeout(() => this.settle(), 60);
      }
    }
  }
);
