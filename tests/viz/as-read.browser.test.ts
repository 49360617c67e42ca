/** What the model got is one press away in every view that shows tokens. */
import {expect, test} from "vitest";
import {all, mount, one, settled} from "./mount.ts";
import {chat} from "./chat.ts";
import {chapters} from "./pictures/chapters.ts";

test("the foot opens the prompt as the model reads it: numbers, messages, special tokens; also beside the table", async () => {
  const view = await mount("ecco-saliency", {data: chat.begun, without: "template", table: true});
  const button = one(view, '[aria-controls="as-read"]');
  expect([button.ariaLabel, button.ariaExpanded]).toEqual([
    "Prompt as the model reads it",
    "false"
  ]);
  button.focus();
  button.click();
  await settled(view);
  expect(button.ariaExpanded).toBe("true");
  const rows = all(view, ".as-read tbody tr").map((row) =>
    [...row.children].map(({textContent}) => textContent)
  );
  expect(rows.length).toBe(chat.begun.tokens.length);
  expect(rows[9]).toEqual(["9", "<|im_start|>", "1", "user, message 2, template", "special"]);
  expect(rows[12]!.slice(0, 4)).toEqual(["12", "What", "1780", "user, message 2"]);
  // The map has left the template out; what the model got has not.
  expect(all(view, ".picture tbody tr").length).toBe(
    chat.begun.tokens.filter(({template}) => !template).length
  );
  button.click();
  await settled(view);
  expect(one(view, ".as-read").hidden).toBe(true);
});

test("every view that has tokens has it", async () => {
  const without: string[] = [];
  for (const {pictures} of chapters) {
    const [{tag, properties}] = pictures as [(typeof pictures)[number]];
    if (!(properties["data"] && /"tokens":\[\{/.test(JSON.stringify(properties["data"])))) continue;
    const view = await mount(tag, properties);
    if (!all(view, '[aria-controls="as-read"]').length) without.push(tag);
  }
  expect(without).toEqual([]);
});
