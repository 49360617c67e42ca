import {expect, test} from "vitest";
import {readPin, settingsAmong, settledBy} from "../../packages/cells/src/guided/step-settings.ts";
import type {StepSettings} from "../../packages/cells/src/guided/step-settings.ts";

const step = (said: Partial<StepSettings>): StepSettings => ({
  targets: [],
  attributes: {},
  properties: {},
  pin: undefined,
  reset: false,
  ...said
});

test.each([
  ["layer 5, position 3", {layer: 5, position: 3}],
  ["layer=5 position=3", {layer: 5, position: 3}],
  ["layer: embedding", {layer: "embedding"}],
  ["3", 3],
  ["occlusion", "occlusion"],
  ["integrated-gradients", "integrated-gradients"],
  ['{"side": "a"}', {side: "a"}],
  ["none", null],
  ["", null]
])("a pin %j is %j", (text, pin) => expect(readPin(text)).toEqual(pin));

test("a pin that begins as JSON and is none is refused", () => {
  expect(() => readPin("{layer: 5}")).toThrow(SyntaxError);
});

test("attributes of a step that are not its own are settings; what would be code is none", () => {
  const all = {
    for: "lens",
    class: "x",
    "aria-current": "step",
    onclick: "x",
    prompt: "a",
    layer: "5"
  };
  const listed = Object.entries(all).map(([name, value]) => ({name, value}));
  expect(settingsAmong(listed)).toEqual({prompt: "a", layer: "5"});
});

test("a step goes on from those before it, unless it begins anew", () => {
  const first = step({
    attributes: {prompt: "a", colour: "kl"},
    properties: {watch: [" is"]},
    pin: 3
  });
  const second = step({attributes: {prompt: "b"}});
  expect(settledBy([first, second])).toEqual({
    attributes: {prompt: "b", colour: "kl"},
    properties: {watch: [" is"]},
    pin: 3
  });
  expect(settledBy([first, second, step({pin: null})])).toMatchObject({pin: null});
  const third = step({reset: true, attributes: {prompt: "c"}});
  expect(settledBy([first, second, third])).toEqual({
    attributes: {prompt: "c"},
    properties: {},
    pin: undefined
  });
});
