/**
 * CodeMirror for the text of one cell. Undo is the notebook's, so that it goes across cells. A key puts in what stands
 * on it and nothing else: no closing tag, bracket, quote, list mark or indentation that somebody types anyway.
 */
import {autocompletion, closeCompletion, completionKeymap} from "@codemirror/autocomplete";
import {
  defaultKeymap,
  deleteCharBackwardStrict,
  indentLess,
  insertNewline,
  insertTab
} from "@codemirror/commands";
import {scopeCompletionSource, javascriptLanguage} from "@codemirror/lang-javascript";
import {bracketMatching, syntaxHighlighting} from "@codemirror/language";
import {linter} from "@codemirror/lint";
import {
  closeSearchPanel,
  highlightSelectionMatches,
  searchKeymap,
  searchPanelOpen
} from "@codemirror/search";
import {EditorState} from "@codemirror/state";
import type {Extension} from "@codemirror/state";
import {EditorView, drawSelection, keymap, lineNumbers, placeholder} from "@codemirror/view";
import type {Diagnostic} from "@ecco/runtime";
import {cellTypes} from "@ecco/runtime/document";
import type {CellKind} from "@ecco/runtime/document";
import {highlighter} from "./highlight.ts";
import {languages} from "./languages.ts";
import {longestText} from "./longest-text.ts";
import {outsideChanges} from "./outside-changes.ts";
import {pageKeyOf} from "./page-keys.ts";
import type {Selection} from "./selection.ts";

export interface EditorActions {
  /** Says that what was put in would have made the text too long. */
  readonly full: () => void;
  readonly changed: (text: string) => void;
  /** Shift-Enter. */
  readonly run: () => void;
  /** Escape; *how* says what letters mean then. */
  readonly leave: (how: Selection) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly save: () => void;
  /** What is known by name, to complete what is typed. */
  readonly scope: () => object;
  /** What is wrong with a text. */
  readonly diagnose: (text: string) => readonly Diagnostic[];
}

/** Returns an editor in *parent*. */
export function createCodeEditor(
  parent: Element,
  cell: {readonly id: number; readonly type: CellKind; readonly text: string},
  actions: EditorActions
): EditorView {
  const {label, language, pinned} = cellTypes[cell.type];
  const run = (view: EditorView): boolean => {
    closeCompletion(view);
    actions.run();
    return true;
  };
  // What is seen closes first. Who presses Escape once more to be sure goes on to type, and knows of no commands.
  let hasClosed = false;
  const escape = (view: EditorView): boolean => {
    const listed = view.dom.querySelector(".cm-tooltip-autocomplete") !== null;
    if (
      (closeCompletion(view) && listed) ||
      (searchPanelOpen(view.state) && closeSearchPanel(view))
    )
      hasClosed = true;
    else actions.leave(hasClosed ? "typing" : "commands");
    return true;
  };
  const extensions: readonly Extension[] = [
    // Before the others: what they mean here is what counts. Not by a keymap: with Shift and caps lock z is a small one.
    EditorView.domEventHandlers({
      keydown: (event) => {
        if (event.key !== "Escape") hasClosed = false;
        const action = pageKeyOf(event);
        if (action) actions[action]();
        return action !== undefined;
      }
    }),
    keymap.of([
      {key: "Shift-Enter", run},
      {key: "Mod-Enter", run},
      {key: "Escape", run: escape},
      {key: "Backspace", run: deleteCharBackwardStrict, shift: deleteCharBackwardStrict}
    ]),
    // Enter takes a completion only where the arrows have chosen one.
    keymap.of([
      ...completionKeymap,
      {key: "Enter", run: insertNewline},
      {key: "Tab", run: insertTab, shift: indentLess},
      ...searchKeymap,
      ...defaultKeymap
    ]),
    ...(pinned ? [lineNumbers()] : []),
    drawSelection(),
    bracketMatching(),
    autocompletion({icons: false, defaultKeymap: false, selectOnOpen: false}),
    highlightSelectionMatches(),
    syntaxHighlighting(highlighter),
    EditorView.lineWrapping,
    EditorState.tabSize.of(2),
    placeholder(label),
    languages[language].support(),
    javascriptLanguage.data.of({
      autocomplete: (context: never) => scopeCompletionSource(actions.scope())(context)
    }),
    linter(({state}) => squiggles(actions.diagnose(state.doc.toString()), state.doc.length), {
      delay: 400
    }),
    EditorView.contentAttributes.of({
      "aria-label": `code, ${label}`,
      "aria-description": "Escape leaves the code"
    }),
    // What the browser offers in its own menus.
    EditorView.domEventHandlers({
      beforeinput: (event) => {
        const action = {historyUndo: actions.undo, historyRedo: actions.redo}[event.inputType];
        if (!action) return false;
        event.preventDefault();
        action();
        return true;
      }
    }),
    longestText(actions.full),
    outsideChanges(actions.changed)
  ];
  return new EditorView({parent, doc: cell.text, extensions});
}

function squiggles(
  diagnostics: readonly Diagnostic[],
  length: number
): {
  readonly from: number;
  readonly to: number;
  readonly severity: "error";
  readonly message: string;
}[] {
  return diagnostics
    .filter(({from}) => from !== null)
    .map(({from, message}) => ({
      from: Math.min(from!, length),
      to: Math.min(from! + 1, length),
      severity: "error",
      message
    }));
}
