/** Lists of tasks in Markdown: `- [ ] to do` and `- [x] done`. */
import type {MarkdownIt, StateCore, Token} from "markdown-it";

export function taskLists(markdown: MarkdownIt): void {
  markdown.core.ruler.after("inline", "task_lists", ({tokens, Token: Make}: StateCore) => {
    const lists: Token[] = [];
    const marked = new Set<Token>();
    for (const [index, token] of tokens.entries()) {
      if (/^(?:bullet|ordered)_list_open$/.test(token.type)) lists.push(token);
      if (/^(?:bullet|ordered)_list_close$/.test(token.type)) lists.pop();
      if (token.type !== "inline" || tokens[index - 2]?.type !== "list_item_open") continue;
      const [first] = token.children!;
      const box = first?.type === "text" ? /^\[([ xX])\]\s+/.exec(first.content) : null;
      if (!box) continue;
      first!.content = first!.content.slice(box[0].length);
      const html = (content: string): Token =>
        Object.assign(new Make("html_inline", "", 0), {content});
      const checked = box[1] === " " ? "" : " checked";
      token.children!.unshift(html(`<label><input type="checkbox" disabled${checked}> `));
      token.children!.push(html("</label>"));
      if (!marked.has(lists.at(-1)!)) lists.at(-1)!.attrJoin("class", "task-list");
      marked.add(lists.at(-1)!);
      tokens[index - 2]!.attrJoin("class", "task-item");
    }
  });
}
