/** Keeps the width of the page, without its scroll bar, where style sheets read it: `--ecco-page-width`. */
export function keepPageWidth(): void {
  const {documentElement: page} = document;
  new ResizeObserver(() =>
    page.style.setProperty("--ecco-page-width", `${page.clientWidth}px`)
  ).observe(page);
}
