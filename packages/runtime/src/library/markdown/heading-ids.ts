/** Ids of headings, so that links lead to them: `[how](#how-it-works)`. */
import type {MarkdownIt, StateCore, Token} from "markdown-it";

export function headingIds(markdown: MarkdownIt): void {
  markdown.core.ruler.push("heading_ids", ({tokens}: StateCore) => {
    const headings = tokens.flatMap((token, index) =>
      token.type === "heading_open" ? [{token, text: textOf(tokens[index + 1]!)}] : []
    );
    // What the author calls so comes first.
    const taken = new Set(headings.map(({token}) => token.attrGet("id")));
    const next = new Map<string, number>();
    for (const {token, text} of headings) {
      if (token.attrGet("id") !== null) continue;
      const name = nameOfHeading(text);
      let id = name;
      let count = next.get(name) ?? 1;
      while (taken.has(id)) id = `${name}-${count++}`;
      next.set(name, count);
      taken.add(id);
      token.attrSet("id", id);
    }
  });
}

const words: ReadonlySet<string> = new Set(["text", "text_special", "code_inline", "math_inline"]);
const textOf = ({children}: Token): string =>
  children!
    .filter(({type}) => words.has(type))
    .map(({content}) => content)
    .join("");

/** Letters and digits of any script, in lower case, with a hyphen for what stands between words. */
export function nameOfHeading(text: string): string {
  const name = text
    .slice(0, 100)
    .normalize("NFC")
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\s_-]/gu, "")
    .trim()
    .replace(/\s+/g, "-");
  return name || "section";
}
