import axe from "axe-core";
import {afterEach, describe, expect, test, vi} from "vitest";
import {recorded} from "./recorded.ts";
import {all, listen, mount, one, settled} from "./mount.ts";

const {attributions, lens} = recorded;

afterEach(() => void vi.useRealTimers());

describe("states", () => {
  const states = [
    "empty",
    "loading",
    "preparing",
    "running",
    "partial",
    "stale",
    "error",
    "recorded",
    "degraded",
    "live"
  ] as const;

  test.each(states)("%s with a picture keeps its body's height and passes axe", async (state) => {
    const element = await mount("ecco-saliency", {data: attributions});
    const before = one(element, ".body").offsetHeight;
    Object.assign(element, {
      state,
      message: "prompt: 140 tokens, expected 128; shorten it",
      progress: 0.4
    });
    await settled(element);
    await new Promise((resolve) => setTimeout(resolve, 200));
    if (state !== "error") expect(one(element, ".body").offsetHeight).toBe(before);
    expect(one(element, ".body").offsetHeight).toBeGreaterThanOrEqual(before);
    expect(all(element, ".t").length).toBeGreaterThan(0);
    const {violations} = await axe.run("main", {rules: {region: {enabled: false}}});
    expect(violations.map(({id, nodes}) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  });

  test("data that goes away while running leaves the height", async () => {
    const element = await mount("ecco-logit-lens", {data: lens});
    const before = one(element, ".body").offsetHeight;
    Object.assign(element, {state: "loading", data: undefined});
    await settled(element);
    expect(one(element, ".body").offsetHeight).toBe(before);
  });

  test("a run shorter than 150 ms shows no bar, a longer one does, with its number", async () => {
    vi.useFakeTimers({toFake: ["setTimeout", "clearTimeout"]});
    const element = await mount("ecco-saliency", {data: attributions});
    Object.assign(element, {state: "running", progress: 0.37});
    await settled(element);
    expect(all(element, ".progress")).toHaveLength(0);
    vi.advanceTimersByTime(149);
    await settled(element);
    expect(all(element, ".progress")).toHaveLength(0);
    vi.advanceTimersByTime(1);
    await settled(element);
    expect(one(element, ".progress").getAttribute("aria-valuenow")).toBe("37");
    const heard = listen(element as unknown as HTMLElement, "ecco-action");
    one(element, "footer .status .link").click();
    expect((heard[0] as CustomEvent).detail).toEqual({name: "stop"});
  });

  test("what is prepared and then runs is one run: its bar stays, and has Stop", async () => {
    vi.useFakeTimers({toFake: ["setTimeout", "clearTimeout"]});
    const element = await mount("ecco-saliency", {data: attributions});
    Object.assign(element, {state: "preparing", message: "preparing gradient", progress: 0.61});
    await settled(element);
    expect(all(element, ".progress")).toHaveLength(0);
    vi.advanceTimersByTime(149);
    await settled(element);
    expect(all(element, ".progress")).toHaveLength(0);
    vi.advanceTimersByTime(1);
    await settled(element);
    expect(one(element, ".progress").getAttribute("aria-valuenow")).toBe("61");
    expect(one(element, "footer .status").textContent).toContain("preparing gradient");
    expect(one(element, ".body").getAttribute("aria-busy")).toBe("true");
    Object.assign(element, {state: "running", message: "", progress: 0.1});
    await element.updateComplete;
    expect(one(element, ".progress").getAttribute("aria-valuenow")).toBe("10");
    expect(one(element, "footer .status .link").textContent).toBe("Stop");
  });

  test("empty says what to do and offers one thing to click", async () => {
    const element = await mount("ecco-saliency", {suggestion: "Try Heathrow"});
    const heard = listen(element as unknown as HTMLElement, "ecco-action");
    one(element, ".invite .link").click();
    expect((heard[0] as CustomEvent).detail).toEqual({name: "try"});
  });

  test("an error says what, then what to do, as an alert", async () => {
    const element = await mount("ecco-candidates", {
      state: "error",
      message: 'unknown token: Londn; one of " London"'
    });
    expect(one(element, '[role="alert"] .what').textContent).toBe("unknown token: Londn");
    expect(one(element, '[role="alert"] .rest').textContent).toBe('one of " London"');
  });

  test("a result that does not add up says so in words", async () => {
    const element = await mount("ecco-saliency", {data: recorded.incomplete});
    expect(one(element, ".facts .bad").textContent).toContain("where they should add up to");
    expect(element.toCsv().split("\r\n")[1]).toContain("where they should add up to");
    // Records of before have no warning of their own.
    element.data = {...recorded.incomplete, warning: null};
    await settled(element);
    expect(one(element, ".facts .bad").textContent).toContain("does not add up, try more steps");
    element.data = attributions;
    await settled(element);
    expect(all(element, ".facts .bad")).toHaveLength(0);
  });
});
