import {expect, test} from "vitest";
import {returnFocus} from "../../apps/editor/src/frame/return-focus.ts";

const field = (): HTMLInputElement => {
  const input = document.createElement("input");
  document.body.append(input);
  return input;
};

test("what had the focus gets it again, also where the browser takes it away only afterwards", () => {
  const last = field();
  const back = returnFocus(() => last.focus());
  back();
  expect(document.activeElement).toBe(last);
  // The loss that came before the way back arrives after it.
  last.blur();
  dispatchEvent(new FocusEvent("focus"));
  expect(document.activeElement).toBe(last);
  // Who goes elsewhere in the notebook by then is left alone.
  dispatchEvent(new PointerEvent("pointerdown"));
  last.blur();
  dispatchEvent(new FocusEvent("focus"));
  expect(document.activeElement).not.toBe(last);
  last.remove();
});
