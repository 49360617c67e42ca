/** In what the texts of cells are written: how each is coloured, and what the keyboard does in it. */
import {html, htmlLanguage} from "@codemirror/lang-html";
import {javascript, javascriptLanguage, typescriptLanguage} from "@codemirror/lang-javascript";
import {json, jsonLanguage} from "@codemirror/lang-json";
import {markdown, markdownLanguage} from "@codemirror/lang-markdown";
import {StandardSQL, sql} from "@codemirror/lang-sql";
import {StreamLanguage} from "@codemirror/language";
import type {Language} from "@codemirror/language";
import {stex} from "@codemirror/legacy-modes/mode/stex";
import type {Extension} from "@codemirror/state";
import type {CellTypeRow} from "@ecco/runtime/document";
import {dot} from "@viz-js/lang-dot";

interface Written {
  /** Null where there is nothing to colour. */
  readonly language: Language | null;
  readonly support: () => Extension;
}

const tex = StreamLanguage.define(stex);

export const languages: {readonly [L in CellTypeRow["language"]]: Written} = {
  javascript: {language: javascriptLanguage, support: () => javascript()},
  typescript: {language: typescriptLanguage, support: () => javascript({typescript: true})},
  markdown: {
    language: markdownLanguage,
    support: () =>
      markdown({
        addKeymap: false,
        pasteURLAsLink: false,
        htmlTagLanguage: html({matchClosingTags: false, autoCloseTags: false})
      })
  },
  html: {language: htmlLanguage, support: () => html({autoCloseTags: false})},
  tex: {language: tex, support: () => tex},
  dot: {language: dot().language, support: () => dot()},
  sql: {language: StandardSQL.language, support: () => sql()},
  json: {language: jsonLanguage, support: () => json()},
  text: {language: null, support: () => []}
};
