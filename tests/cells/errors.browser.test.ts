/** What goes wrong with the real engine is said in words where it is seen, and ends when it is put right. */
import {configure} from "@ecco/cells";
import {afterEach, describe, expect, onTestFinished, test} from "vitest";
import {
  all,
  answered,
  drawn,
  failed,
  frame,
  heathrow,
  show,
  text,
  the,
  type,
  until
} from "./page.ts";

const group = (views: string, src = "atlas"): string => `<ecco-model src="${src}" backend="onnx">
  <ecco-prompt value="${heathrow}"></ecco-prompt>${views}</ecco-model>`;

describe("a prompt", () => {
  test("that is empty asks for one; nothing of the old picture stays, and the next prompt works", async () => {
    show(group("<ecco-candidates></ecco-candidates><ecco-logit-lens></ecco-logit-lens>"));
    const views = [the("ecco-candidates"), the("ecco-logit-lens")];
    for (const view of views) await answered(view, heathrow);
    type(the("ecco-prompt"), "");
    for (const view of views) {
      await until("empty", () => view.data === undefined);
      await drawn(view);
      expect(text(view, ".invite")).toContain("Write a prompt.");
      expect(all(view, ".invite button")[0]!.textContent).toBe(heathrow);
    }
    all(views[0]!, ".invite button")[0]!.click();
    for (const view of views) await answered(view, heathrow);
    expect(the("ecco-prompt").value).toBe(heathrow);
  });

  test("that is too long is counted, kept, and said to be too long; shortened it works", async () => {
    show(
      group(
        "<ecco-saliency method='input-x-gradient'></ecco-saliency><ecco-logit-lens></ecco-logit-lens>"
      )
    );
    const views = [the("ecco-saliency"), the("ecco-logit-lens")];
    for (const view of views) await answered(view, heathrow);
    const long = `${heathrow} the`.repeat(30);
    type(the("ecco-prompt"), long);
    for (const view of views) {
      expect(await failed(view)).toMatch(
        /^the prompt is too long: got \d+ tokens, this model reads at most 256/
      );
      // The last good picture stays.
      expect(all(view, ".body [data-row]").length).toBeGreaterThan(0);
    }
    expect(the("ecco-prompt").value).toBe(long);
    await until(
      () => `the count; is ${text(the("ecco-prompt"), "#count")}`,
      () =>
        /^\d+ tokens, \d+ more than this model can take$/.test(text(the("ecco-prompt"), "#count"))
    );
    type(the("ecco-prompt"), heathrow);
    for (const view of views) {
      await answered(view, heathrow);
      expect(all(view, '[role="alert"]')).toHaveLength(0);
    }
  });

  test("of exactly the model's context still has candidates, a lens and an explanation", async () => {
    const full = " the".repeat(256);
    show(
      group(
        "<ecco-saliency method='input-x-gradient'></ecco-saliency><ecco-candidates></ecco-candidates><ecco-rankings></ecco-rankings>"
      )
    );
    await answered(the("ecco-candidates"), heathrow);
    type(the("ecco-prompt"), full);
    for (const tag of ["ecco-candidates", "ecco-saliency", "ecco-rankings"] as const)
      await answered(the(tag), full);
    expect(text(the("ecco-prompt"), "#count")).toBe("256 tokens of 256");
  });
});

describe("a parameter", () => {
  test("names an unknown token: its parts are shown, and the right name works", async () => {
    show(group("<ecco-saliency method='input-x-gradient' target='Londinium'></ecco-saliency>"));
    const view = the("ecco-saliency");
    expect(await failed(view)).toMatch(/^"Londinium" is \d+ tokens: ".*expected one/);
    expect(the("ecco-prompt").value).toBe(heathrow);
    view.setAttribute("target", " London");
    await answered(view, heathrow);
    expect("target" in view.data! && view.data.target.text).toBe(" London");
    view.removeAttribute("target");
    await until("produced", () => view.data !== undefined && "produced" in view.data);
  });

  test("of an encoder–decoder names an unknown token: one error, no other", async () => {
    const unhandled: unknown[] = [];
    const hear = (event: PromiseRejectionEvent): void => void unhandled.push(event.reason);
    addEventListener("unhandledrejection", hear);
    onTestFinished(() => removeEventListener("unhandledrejection", hear));
    show(group("<ecco-logit-lens watch='Londinium'></ecco-logit-lens>", "critic"));
    expect(await failed(the("ecco-logit-lens"))).toMatch(/^"Londinium" is \d+ tokens/);
    await frame();
    expect(unhandled).toEqual([]);
  });

  test("names an unknown method or backend: the known ones are listed", async () => {
    show(group("<ecco-saliency method='magic'></ecco-saliency>"));
    expect(await failed(the("ecco-saliency"))).toMatch(/unknown method: magic one of saliency/);
    show(`<ecco-candidates model="atlas" backend="quantum" prompt="a"></ecco-candidates>`);
    expect(await failed(the("ecco-candidates"))).toMatch(/unknown backend: quantum one of auto/);
  });
});

describe("a model", () => {
  test("of an unknown name is said to be unknown, with the known ones; the right name works", async () => {
    show(group("<ecco-candidates></ecco-candidates>", "atlsa"));
    const view = the("ecco-candidates");
    const words = await failed(view);
    expect(words).toContain("atlsa");
    expect(words).toContain("atlas");
    expect(the("ecco-prompt").value).toBe(heathrow);
    the("ecco-model").setAttribute("src", "atlas");
    await answered(view, heathrow);
  });

  test("whose file is cut off is said to be, and with how much is missing", async () => {
    show(group("<ecco-candidates></ecco-candidates>", "/tests/cells/truncated/"));
    expect(await failed(the("ecco-candidates"))).toMatch(
      /model\.safetensors.*(cut off|truncated|too short|ends)/
    );
  });
});

describe("the worker", () => {
  const Native = globalThis.Worker;
  afterEach(() => {
    globalThis.Worker = Native;
    configure({linger: undefined});
  });

  test("that dies is said to have died; the picture stays, and trying again starts another", async () => {
    const workers: Worker[] = [];
    globalThis.Worker = class extends Native {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        workers.push(this);
      }
    };
    show(`<ecco-model src="atlas" backend="onnx" models="/models/?own">
      <ecco-prompt value="${heathrow}"></ecco-prompt><ecco-candidates></ecco-candidates></ecco-model>`);
    const view = the("ecco-candidates");
    await answered(view, heathrow);
    const [worker] = workers;
    worker!.dispatchEvent(new ErrorEvent("error", {message: "out of memory", cancelable: true}));
    expect(await failed(view)).toMatch(/^the engine's worker stopped: out of memory/);
    expect(all(view, ".body [data-row]").length).toBeGreaterThan(0);
    type(the("ecco-prompt"), `${heathrow} the`);
    await drawn(view);
    expect(view.state).toBe("error");
    all(view, "footer .link")
      .find(({textContent}) => textContent === "Try again")!
      .click();
    await answered(view, `${heathrow} the`);
    expect(workers).toHaveLength(2);
  });

  test("that cannot be started is said not to", async () => {
    globalThis.Worker = class extends Native {
      constructor(_url: string | URL, options?: WorkerOptions) {
        super("/no/such/worker.js", options);
      }
    };
    show(`<ecco-candidates model="atlas" backend="onnx" prompt="a"></ecco-candidates>`);
    // Another folder: a model of its own, none that another test has opened.
    Object.assign(the("ecco-candidates"), {
      model: {src: "atlas", models: `${location.origin}/models/?none`}
    });
    expect(await failed(the("ecco-candidates"))).toMatch(/^the engine's worker did not start: /);
  });
});

test("a view that is taken out stops what it has asked for, also in the midst of WebAssembly", async () => {
  show(
    group(
      `<ecco-saliency method="integrated-gradients" steps="1000" target=" London"></ecco-saliency>`
    )
  );
  const view = the("ecco-saliency");
  const asked = performance.now();
  await until("progress", () => view.state === "running" && (view.progress ?? 0) > 0);
  const whole = (performance.now() - asked) / view.progress!;
  show(group("<ecco-candidates></ecco-candidates>"));
  const started = performance.now();
  // The worker has time for another question at once: it does not finish the thousand steps, however long each takes.
  await answered(the("ecco-candidates"), heathrow);
  expect(performance.now() - started).toBeLessThan(whole / 2);
});
