/** Style sheets beside the notebook that its prose links: they hold for what cells show, and not for the editor around it. */
import {besideOf, nameOf} from "./beside.ts";

/** What cells show. */
const outputs = ".ecco-output";

/** Watches the page from now on; *tell* says what did not come. */
export function watchSheets(root: Element, tell: (element: Element, words: string) => void): void {
  const take = (link: HTMLLinkElement): void => {
    const url = link.relList.contains("stylesheet") ? besideOf(link.href) : null;
    if (!url) return;
    const style = document.createElement("style");
    style.media = link.media;
    // Before its file comes, which would be for all of the page.
    link.replaceWith(style);
    void scopedSheet(url).then(
      ({text, imports}) => {
        style.textContent = text;
        if (imports)
          tell(style, `${nameOf(url)}: what @import names is not loaded; link it in the notebook`);
      },
      (error: unknown) => tell(style, error instanceof Error ? error.message : String(error))
    );
  };
  const look = (node: Node): void => {
    if (!(node instanceof Element)) return;
    if (node instanceof HTMLLinkElement) take(node);
    for (const link of node.querySelectorAll("link")) take(link);
  };
  new MutationObserver((records) => {
    for (const {target, type, addedNodes} of records)
      if (type === "attributes") look(target);
      else addedNodes.forEach(look);
  }).observe(root, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ["rel", "href"]
  });
}

async function scopedSheet(url: URL): Promise<{readonly text: string; readonly imports: boolean}> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(response.statusText);
  const text = await response.text();
  return {text: scoped(text, url), imports: /^\s*@import\b/m.test(text)};
}

/** Returns the rules of a sheet for outputs only; what they load is found from the sheet. */
export function scoped(text: string, url: URL): string {
  const sheet = new CSSStyleSheet();
  // What is read as rules and written again closes all it opens: nothing gets out of the scope.
  sheet.replaceSync(text);
  rename(sheet.cssRules);
  const rules = [...sheet.cssRules].map(({cssText}) => cssText).join("\n");
  return `@scope (${outputs}) {\n${withAddresses(rules, url)}\n}`;
}

/** The page of a notebook is, for its own sheet, what its cells show. */
function rename(rules: CSSRuleList): void {
  for (const rule of rules) {
    if (rule instanceof CSSStyleRule) rule.selectorText = forOutputs(rule.selectorText);
    else if (rule instanceof CSSGroupingRule) rename(rule.cssRules);
  }
}

const forOutputs = (selector: string): string =>
  selector
    .replaceAll(/(^|[\s,(>])(?:html|:root)\s*>?\s*(?=body(?![-\w]))/g, "$1")
    .replaceAll(/(^|[\s,(>])(?:html|body|:root)(?![-\w])/g, "$1:scope");

const withAddresses = (rules: string, base: URL): string =>
  rules.replaceAll(/url\("([^"]*)"\)/g, (whole, address: string) =>
    address.startsWith("#") || !URL.canParse(address, base)
      ? whole
      : `url("${new URL(address, base).href}")`
  );
