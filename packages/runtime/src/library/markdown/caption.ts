/** The caption of a figure in Markdown. */
import type {StateCore, Token} from "markdown-it";

/** Returns a caption whose text is read as Markdown with the rest, or has been read into *children*. */
export function captionTokens(
  {Token: Make}: Pick<StateCore, "Token">,
  content: string,
  children: readonly Token[] = []
): readonly Token[] {
  const opening = new Make("figcaption_open", "figcaption", 1);
  const inline = Object.assign(new Make("inline", "", 0), {content, children: [...children]});
  const closing = new Make("figcaption_close", "figcaption", -1);
  opening.block = closing.block = true;
  return [opening, inline, closing];
}
