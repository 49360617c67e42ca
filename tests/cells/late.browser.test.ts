/** The engine comes to a page whose views are there already. */
import "@ecco/cells/recorded";
import {expect, onTestFinished, test, vi} from "vitest";
import {candidatesFor} from "./fake-model.ts";

const heathrow = "Heathrow airport is located in the city of";
type Any = HTMLElement &
  Record<"state" | "message" | "data" | "method" | "choices", never> & {
    readonly renderRoot: ShadowRoot;
  };
const the = (selector: string): Any => document.querySelector<Any>(selector)!;
const state = (view: Any): string => `${String(view.state)} ${String(view.message)}`;

test("views draw what was recorded, and become live when the engine comes; one line says that there are two", async () => {
  const warned = vi.spyOn(console, "warn");
  onTestFinished(() => warned.mockRestore());
  const recorded = JSON.stringify(candidatesFor("The keys"));
  document.body.innerHTML = `<ecco-model src="atlas" backend="onnx" models="/models/">
    <ecco-prompt value="${heathrow}"></ecco-prompt>
    <ecco-candidates id="inside" position="2"></ecco-candidates>
    <ecco-saliency method="occlusion"></ecco-saliency></ecco-model>
    <ecco-candidates id="recorded"><script type="application/json">${recorded}</script></ecco-candidates>
    <ecco-methods></ecco-methods>`;
  const saliency = the("ecco-saliency");
  const kept = the("#recorded");
  await expect.poll(() => kept.data).toBeDefined();
  // There is nobody to answer another choice.
  expect(saliency.choices).toEqual({});
  expect(customElements.get("ecco-model")).toBeUndefined();

  await import("@ecco/cells/elements");
  const limit = {timeout: 60_000};
  await expect.poll(() => state(the("#inside")), limit).toBe("live ");
  await expect.poll(() => state(saliency), limit).toBe("live ");
  expect(the("#inside").data).toMatchObject({position: 2});
  expect(saliency.method).toBe("occlusion");
  expect(Object.keys(saliency.choices)).toContain("method");
  await expect
    .poll(() => the("ecco-prompt").renderRoot.textContent, limit)
    .toContain("10 tokens of");
  expect(kept.data).toBeDefined();
  expect(kept.state).toBeUndefined();
  await expect.poll(() => the("ecco-methods").message).toMatch(/^no model here/);
  const said = warned.mock.calls.flat().filter((words) => String(words).startsWith("ecco:"));
  expect(said).toHaveLength(1);
  expect(said[0]).toMatch(/^ecco: this page loads Ecco \S+ and then \S+;/);
});
