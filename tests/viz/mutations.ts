/** Returns how many changes of its elements an act makes: what a browser has to lay out and paint again. */
export async function mutations(
  element: {readonly renderRoot: Node; readonly updateComplete: Promise<boolean>},
  act: () => void
): Promise<number> {
  const observer = new MutationObserver(() => undefined);
  observer.observe(element.renderRoot, {
    attributes: true,
    characterData: true,
    childList: true,
    subtree: true
  });
  act();
  await element.updateComplete;
  const made = observer.takeRecords().length;
  observer.disconnect();
  return made;
}
