/** Returns a notebook of these cells of JavaScript. */
export const notebookOf = (...texts: readonly string[]): string => `<!doctype html>
<notebook theme="air">
  <title>A test</title>
${texts
  .map(
    (text, index) =>
      `  <script id="${index + 1}" type="module" pinned>\n${text
        .split("\n")
        .map((line) => `    ${line}`)
        .join("\n")}\n  </script>`
  )
  .join("\n")}
</notebook>
`;
