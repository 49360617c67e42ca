/** Returns a notebook of so many cells, each of which reads the one before. */
export const chain = (length: number): string =>
  `<!doctype html>\n<notebook>\n<title>Many</title>\n${Array.from(
    {length},
    (_, n) => `<script type="module" pinned>const v${n} = ${n ? `v${n - 1} + 1` : 0}</script>\n`
  ).join("")}</notebook>\n`;
