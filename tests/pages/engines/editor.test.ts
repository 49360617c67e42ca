/** The editor and its notebooks in Firefox and WebKit: a notebook runs on a site of its own, is typed into, and is saved. */
import {describe, expect, test} from "vitest";
import {eventually} from "../../eventually.ts";
import {EditorHost} from "../editor-host.ts";
import {shows} from "./engine.ts";
import {firefoxEngine} from "./firefox.ts";
import {webkitEngine} from "./webkit.ts";

const notebook = `<!doctype html>
<notebook>
  <title>Numbers</title>
  <script id="1" type="module" pinned>6 * 7</script>
</notebook>
`;

describe.for([firefoxEngine, webkitEngine])("$name", (engine) => {
  if (engine.missing) {
    test.skip(`is not tested: ${engine.missing}`);
    return;
  }
  test("a notebook opens, runs, is typed into and saved", async () => {
    await using host = await EditorHost.start({"numbers.html": notebook});
    await using page = await engine.start();
    await page.open(host.url("numbers.html"));
    const frame = page.frame(0);
    await shows(frame, "body", "42");
    const code = await frame.evaluate(() => {
      const {x, y, height} = document.querySelector(".cell pre")!.getBoundingClientRect();
      return {x: x + 30, y: y + height / 2};
    });
    await page.click(code.x, code.y, 0);
    await eventually(async () =>
      expect(await frame.evaluate(() => document.querySelector(".cm-content:focus") !== null)).toBe(
        true
      )
    );
    await page.type("1000 + ", 0);
    await eventually(() => expect(host.read("numbers.html")).toMatch(/1000/));
  });
});
