/** What a notebook says and asks for, without running any of it. */
export {findCalls} from "./compile/calls.ts";
export type {Call, Calls} from "./compile/calls.ts";
export {findParts} from "./compile/template-parts.ts";
export {namesFile, readSpecifier} from "./compile/specifier.ts";
export {isShipped} from "./library/packages.ts";
export {completeMarkdown} from "./library/markdown/complete-markdown.ts";
export {markdownToHtml} from "./library/markdown/markdown-to-html.ts";
export type {FormulaLimits} from "./library/markdown/complete-markdown.ts";
export {readTable} from "./library/files/typed-rows.ts";
export {listAtEnd} from "./library/markdown/attribute-list.ts";
