/** A cell takes so much text from its writer: the shell takes no more, and what it does not take would be lost. */
import {EditorState} from "@codemirror/state";
import type {Extension} from "@codemirror/state";
import {typed} from "../protocol/messages.ts";

/** Keeps out what would make a text too long, and says so through *full*; what comes from elsewhere is let in. */
export const longestText = (full: () => void): Extension =>
  EditorState.changeFilter.of((transaction) => {
    const {startState, newDoc} = transaction;
    const fits = newDoc.length <= Math.max(typed.most, startState.doc.length + typed.atOnce);
    if (fits || !transaction.isUserEvent("input")) return true;
    full();
    return false;
  });
