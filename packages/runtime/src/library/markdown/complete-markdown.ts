/** What Markdown shows that takes more than text: formulas are set and code is coloured, by what loads when there is some. */
import {problemWithin} from "../problem-within.ts";
import {loadedTex, loadTex, setFormula} from "../tex.ts";
import type {TexOptions} from "../tex.ts";
import {colourCode, isKnownLanguage} from "./colour-code.ts";

/** How long the page waits for formulas at a time, in ms. */
const patience = 50;

/** What the formulas of a stranger may take. */
export interface FormulaLimits {
  /** Returns options of KaTeX; null for a formula that stays text. */
  readonly options: (formula: string) => TexOptions | null;
  /** Called with what a formula took, in ms. */
  readonly took: (milliseconds: number) => void;
}

const unlimited: FormulaLimits = {options: () => ({}), took: () => undefined};

/**
 * Sets the formulas and colours the code within an element of what `markdownToHtml` returned, at once where what that
 * takes is loaded.
 */
export function completeMarkdown(root: ParentNode, limits: FormulaLimits = unlimited): void {
  // One with elements in it waits for values.
  const formulas = [...root.querySelectorAll<HTMLElement>(".math")].filter(
    ({childElementCount}) => childElementCount === 0
  );
  if (formulas.length > 0) {
    if (loadedTex()) void setAll(formulas, limits);
    else
      loadTex().then(
        () => setAll(formulas, limits),
        (error: unknown) => formulas.forEach((each) => each.replaceChildren(problemWithin(error)))
      );
  }
  for (const code of root.querySelectorAll<HTMLElement>("pre > code[class*='language-']")) {
    const language = /\blanguage-([^\s]+)/.exec(code.className)?.[1] ?? "";
    // Code whose colours do not come is shown without.
    if (isKnownLanguage(language)) colourCode(code, language).catch(console.error);
  }
}

async function setAll(formulas: readonly HTMLElement[], limits: FormulaLimits): Promise<void> {
  let begun = performance.now();
  for (const each of formulas) {
    const options = limits.options(each.textContent);
    if (!options) continue;
    const before = performance.now();
    set(each, options);
    limits.took(performance.now() - before);
    if (performance.now() - begun < patience) continue;
    await new Promise((resolve) => setTimeout(resolve));
    begun = performance.now();
  }
}

function set(element: HTMLElement, options: TexOptions): void {
  try {
    const display = element.classList.contains("display");
    setFormula(element, element.textContent, {...options, display});
  } catch (error) {
    // More than is allowed before the notebook runs is not a fault.
    if (options.maxExpand !== undefined && /too many expansions/i.test(String(error))) return;
    element.replaceChildren(problemWithin(error));
  }
}
