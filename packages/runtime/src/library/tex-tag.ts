/** Formulas in cells: tex`x^2`, and tex.block`…` for one on a line of its own. */
import {loadTex} from "./tex.ts";
import type {RenderTex, TexOptions} from "./tex.ts";

type Tag = (strings: TemplateStringsArray, ...values: readonly unknown[]) => Element;

/** KaTeX's own option names too. */
export interface TexTagOptions extends TexOptions {
  readonly displayMode?: boolean;
}

export interface TexTag extends Tag {
  /** A formula on a line of its own. */
  readonly block: Tag;
  /** Returns a tag with these options. */
  readonly options: (options?: TexTagOptions) => Tag;
}

/** Loads KaTeX, and returns the tag. */
export async function loadTexTag(): Promise<TexTag> {
  const render = await loadTex();
  const options = (given?: TexTagOptions): Tag => tagOf(render, given);
  return Object.assign(options(), {options, block: options({display: true})});
}

function tagOf(render: RenderTex, {displayMode, ...options}: TexTagOptions = {}): Tag {
  const display = options.display ?? displayMode ?? false;
  return (strings, ...values) => {
    const root = document.createElement("div");
    root.innerHTML = render(String.raw(strings, ...values), {...options, display});
    return root.removeChild(root.firstElementChild!);
  };
}
