/** From Markdown that has no values in it to Markdown of ours, where `${…}` is one. */
import {outsideCode} from "./text-parts.ts";

/** Returns the text with what would be taken for values, or not for formulas, written in our way. */
export const fromPlainMarkdown = (text: string): string =>
  withoutValues(outsideCode(text, (stretch) => bareEnvironments(closeFormulas(stretch))));

/** In our cells `$\{` stands for `${` that is no value; so what has backslashes there has one more. */
const withoutValues = (text: string): string => text.replace(/\$(\\*)\{/g, "$$$1\\{");

/** Jupyter reads `$ x $` as a formula, we only without the spaces. */
const closeFormulas = (text: string): string =>
  text.replace(
    /(?<![\\$])\$[ \t]{1,20}(?=\S)([^$\n]{1,500}?)[ \t]{1,20}\$(?![\d$])/g,
    (_, formula: string) => `$${formula}$`
  );

/** Jupyter reads LaTeX environments as formulas also without dollars around them, and numbers none. */
const bareEnvironments = (text: string): string =>
  text.replace(
    /(?<=^|\n)\\begin\{((?:align|equation|gather)(?:ed)?)(\*?)\}([^$]{1,3000}?)\\end\{\1\2\}(?=[ \t]*(?:\n|$))/g,
    (_, name: string, star: string, inside: string) => {
      const written = name.endsWith("ed") ? name + star : `${name}*`;
      return `$$\n\\begin{${written}}${inside}\\end{${written}}\n$$`;
    }
  );

/** Returns HTML in which nothing is taken for a value. */
export const literalInHtml = (text: string): string => text.replaceAll("${", "&#36;{");
