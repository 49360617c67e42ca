/** The gallery's notebook with a real model: half a minute of inference in the page. */
import {copyFileSync, readdirSync} from "node:fs";
import {join} from "node:path";
import {expect, test} from "vitest";
import {patience} from "../eventually.ts";
import {absent, smollm2} from "../real/models.ts";
import {launch} from "./browsers.ts";
import {EditorHost, EditorPage} from "./editor-host.ts";
import {shown} from "./shown.ts";

if (absent) test.skip(`04-asking-a-real-model: ${absent}`, () => {});

test.skipIf(absent)(
  "04-asking-a-real-model, with the model beside the notebook: it answers, and its maps say why",
  async () => {
    const browser = await launch(false);
    await using host = await EditorHost.start();
    const file = readdirSync(smollm2).find((name) => name.endsWith(".gguf"))!;
    copyFileSync(join(smollm2, file), join(host.folder, "model.gguf"));
    const text = host.read("04-asking-a-real-model.html");
    const named = "hf:HuggingFaceTB/SmolLM2-135M-Instruct";
    expect(text).toContain(`ecco.model("${named}")`);
    host.write(
      "04.html",
      text.replace(named, "./model.gguf").replace(/produce: \d+/g, "produce: 2")
    );
    try {
      const editor = await EditorPage.open(browser, host.url("04.html"));
      const tags = ["generation", "saliency", "patching", "methods"].map((name) => `ecco-${name}`);
      const live = (names: readonly string[]): boolean =>
        names.every((name) => {
          const views = [...document.querySelectorAll(name)] as {state?: string}[];
          return views.length > 0 && views.every(({state}) => state === "live");
        });
      await editor.frame.waitForFunction(live, tags, {timeout: patience});
      const {recovered} = await shown(editor, "ecco-patching");
      // The fact sits at the country up to the twenties, then at the last word.
      expect(recovered![10]![3]).toBeGreaterThan(0.9);
      expect(recovered!.at(-1)!.at(-1)).toBeCloseTo(1, 2);
      expect(await editor.settled()).not.toContain("error");
      await editor.close();
    } finally {
      await browser.close();
    }
  },
  1_200_000
);
