import {configure, createLibrary} from "@ecco/cells";
import type {Scope} from "@ecco/cells";
import {afterEach, beforeEach, expect, test} from "vitest";
import {FakeModel} from "./fake-model.ts";
import {eventually} from "../eventually.ts";

let model: FakeModel;
let scope: Scope | null;
const ecco = createLibrary({scope: () => scope});

beforeEach(() => {
  model = new FakeModel();
  scope = null;
  configure({load: model.load, linger: 0});
});
afterEach(async () => {
  // What nobody uses is let go of.
  await new Promise((resolve) => setTimeout(resolve, 20));
  configure({load: undefined, linger: undefined});
});

const run = (cell: number, signal?: AbortSignal): void =>
  void (scope = {cell, run: {}, ...(signal ? {signal} : {})});

test("a call in a cell gets the same element in every run, by its place among its kind", () => {
  run(1);
  const first = [ecco.candidates(), ecco.saliency(), ecco.candidates()];
  run(1);
  const second = [ecco.candidates(), ecco.saliency(), ecco.candidates()];
  expect(second.map((element, index) => element === first[index])).toEqual([true, true, true]);
  expect(first[0]).not.toBe(first[2]);
  run(2);
  expect(ecco.candidates()).not.toBe(first[0]);
  ecco.forget(1);
  run(1);
  expect(ecco.candidates()).not.toBe(first[0]);
});

test("a key finds an element whatever else there is, also after an await", () => {
  run(1);
  const b = ecco.candidates({key: "b"});
  run(1);
  ecco.candidates({key: "a"});
  expect(ecco.candidates({key: "b"})).toBe(b);
  scope = null;
  expect(ecco.candidates({key: "later"})).toBe(ecco.candidates({key: "later"}));
  expect(ecco.candidates()).not.toBe(ecco.candidates());
});

test("an option that is no longer said goes back; what the reader has changed stays until the cell says otherwise", () => {
  run(1);
  const element = ecco.saliency({method: "occlusion", signed: false, steps: 20});
  run(1);
  ecco.saliency({method: "occlusion", steps: 20});
  expect([element.method, element.signed, element.steps]).toEqual(["occlusion", true, 20]);
  element.method = "saliency";
  run(1);
  ecco.saliency({method: "occlusion", steps: 20});
  expect(element.method).toBe("saliency");
  run(1);
  ecco.saliency({method: "input-x-gradient", steps: 20});
  expect(element.method).toBe("input-x-gradient");
});

test("a prompt is an input whose value is the text", async () => {
  run(1);
  const prompt = ecco.prompt("one");
  document.body.append(prompt);
  await prompt.updateComplete;
  expect(prompt.value).toBe("one");
  const heard: unknown[] = [];
  prompt.addEventListener("input", () => heard.push(prompt.value));
  const field = prompt.renderRoot.querySelector("textarea")!;
  field.value = "two";
  field.dispatchEvent(new Event("input", {bubbles: true, composed: true}));
  await eventually(() => expect(heard).toEqual(["two"]));
  prompt.value = "three";
  await prompt.updateComplete;
  expect(heard).toEqual(["two"]);
  prompt.remove();
});

test("a model is the same object for the same name, and loads when it is first asked", async () => {
  const handle = ecco.model("fake");
  expect(ecco.model("fake")).toBe(handle);
  expect(ecco.model("fake", {backend: "onnx"})).not.toBe(handle);
  expect(model.loads).toBe(0);
  const asking = handle.candidates("hello");
  await eventually(() => expect(model.asked.length).toBe(1));
  model.last.answer();
  expect((await asking).top[0]!.text).toBe("after hello");
  handle.dispose();
});

test("what a cell asks before its first await stops when its run is over", async () => {
  const controller = new AbortController();
  run(1, controller.signal);
  const handle = ecco.model("fake");
  const asking = handle.candidates("hello");
  scope = null;
  const later = handle.candidates("later");
  await eventually(() => expect(model.asked.length).toBe(2));
  controller.abort();
  await expect(asking).rejects.toThrow(/abort/i);
  expect(model.asked.map(({signal}) => signal?.aborted ?? false)).toEqual([true, false]);
  model.last.answer();
  expect((await later).top[0]!.text).toBe("after later");
  handle.dispose();
});

test("menus and sliders give what is chosen", () => {
  const menu = ecco.select(["a", "b"], {label: "letter", value: "b"});
  expect([menu.value, menu.querySelector("select")!.selectedIndex]).toEqual(["b", 1]);
  const slider = ecco.slider([1, 9], {step: 2, value: 5});
  expect(slider.value).toBe(5);
});
