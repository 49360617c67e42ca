/** How parts of a text stand on the page: notes beside it (`[words]{.side}`) and columns of a width (`{.column width=40%}`). */
import type {MarkdownIt, StateCore, Token} from "markdown-it";

const length = /^\d{1,4}(?:\.\d{1,3})?(?:%|px|r?em)$/;

export function layout(markdown: MarkdownIt): void {
  markdown.core.ruler.push("layout", ({tokens}: StateCore) => {
    for (const token of tokens) {
      if (hasClass(token, "column")) setWidth(token);
      for (const child of token.children ?? [])
        if (child.type === "span_open" && hasClass(child, "side")) child.attrSet("role", "note");
    }
  });
}

const hasClass = (token: Token, name: string): boolean =>
  String(token.attrGet("class") ?? "")
    .split(" ")
    .includes(name);

/** Gives a column its width as a style: to an element of that kind the attribute says nothing. */
function setWidth(token: Token): void {
  const given = token.attrGet("width");
  if (given === null) return;
  token.attrs = token.attrs!.filter(([name]) => name !== "width");
  const width = String(given);
  if (length.test(width)) token.attrSet("style", `--width: ${width}`);
}
