/** Has the cells of the notebook be one article: numbers, references, citations, contents, a title. */
import {Article, markdown} from "@ecco/runtime";
import {besideOf} from "./beside/beside.ts";
import {safeMarkdown} from "./preview/preview-of.ts";

/** Returns the element after the last cell, where notes and references stand if the author gives them no place. */
export function articleOf(root: HTMLElement): HTMLElement {
  const end = document.createElement("div");
  end.className = "article-end prose";
  const output = document.createElement("div");
  output.className = "ecco-output";
  end.append(output);
  new Article(root, {
    end: output,
    // A cell that does not run yet is a stranger's.
    markdown: (text, near) => (near.closest(".preview") ? safeMarkdown(text) : markdown`${text}`),
    file: readBeside
  });
  return end;
}

/** Reads a file beside the notebook, for a cell that may run. */
async function readBeside(name: string, near: Element): Promise<string> {
  if (near.closest(".preview")) throw new Error("it is, when the notebook runs");
  const url = besideOf(name);
  if (!url) throw new Error("expected the name of a file beside the notebook");
  const response = await fetch(url);
  if (!response.ok) throw new Error(response.statusText);
  return response.text();
}
