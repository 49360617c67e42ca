/** A picture that is drawn again when there is more or less room for it. */

type Draw = (width: number, height: number) => Node | string | null | Promise<Node | string | null>;

/**
 * Returns an element that shows what *draw* returns for its width in CSS pixels, and for its height where *draw* asks
 * for both; the element then takes the height that is there. It ends when *invalidation*, if given, settles.
 */
export function resize(draw: Draw, invalidation?: Promise<void>): HTMLElement {
  const root = document.createElement("div");
  root.style.position = "relative";
  const takesHeight = draw.length !== 1;
  if (takesHeight) root.style.height = "100%";
  let begun = 0;
  let shown = 0;
  const redraw = async ({width, height}: DOMRectReadOnly): Promise<void> => {
    const own = ++begun;
    // What has no room is not drawn.
    const drawn = width > 0 ? await draw(width, height) : null;
    if (own < shown) return;
    shown = own;
    root.replaceChildren(...(drawn === null ? [] : [drawn]));
    // What is as high as the element must not make it higher.
    if (takesHeight && (drawn instanceof HTMLElement || drawn instanceof SVGElement))
      drawn.style.position = "absolute";
  };
  const observer = new ResizeObserver(([entry]) => {
    redraw(entry!.contentRect).catch((error: unknown) => {
      root.textContent = error instanceof Error ? error.message : String(error);
      root.setAttribute("role", "alert");
    });
  });
  observer.observe(root);
  void invalidation?.then(() => observer.disconnect());
  return root;
}
