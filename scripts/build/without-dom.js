/** Lets what is built be imported where there is no page: a server that renders one loads the same modules and does nothing with them. */

/** What Lit takes from the page while it is loaded, and what stands in for it. */
const takes = [
  {
    file: /@lit\/reactive-element\/reactive-element\.js$/,
    from: /\bextends HTMLElement\b/,
    to: "extends(globalThis.HTMLElement??class{})"
  },
  {
    file: /\/lit-html\/lit-html\.js$/,
    from: /=document,/,
    to: "=globalThis.document??{createTreeWalker:()=>({})},"
  }
];

export const withoutDom = {
  name: "ecco-without-dom",
  transform(code, id) {
    const part = takes.find(({file}) => file.test(id.replaceAll("\\", "/")));
    if (!part) return null;
    if (!part.from.test(code))
      throw new Error(
        `${id}: got no ${part.from}, which Lit had; see how it uses the page while it is loaded`
      );
    return {code: code.replace(part.from, part.to), map: null};
  }
};
