import axe from "axe-core";
import {expect, test} from "vitest";
import type {ModelPicker} from "@ecco/viz";
import {all, listen, mount, one, settled} from "./mount.ts";

const models = [
  {src: "atlas", name: "atlas", detail: "gpt2", bytes: 9_585_904},
  {src: "hf:a/b", name: "b", bytes: null, removable: true}
];

const picker = async (properties: object): Promise<ModelPicker> =>
  (await mount("ecco-model-picker", {models, ...properties})) as unknown as ModelPicker;

test.each([
  ["closed", {}],
  ["open", {open: true, value: "atlas"}],
  ["a list of its own", {fixed: true, flat: true}],
  ["asking", {offer: {name: "b", bytes: 5e8, host: "huggingface.co", place: "in this browser"}}],
  ["asking who", {offer: {name: "b", bytes: null, host: "huggingface.co", place: "", token: true}}],
  ["on its way", {transfer: {name: "b", loaded: 5e7, total: 1e8, rate: 1e6, remaining: 50}}],
  ["failed", {message: "hf:a/b does not exist"}]
])("%s: axe finds nothing", async (_, properties) => {
  const element = await picker(properties);
  const {violations} = await axe.run("main", {rules: {region: {enabled: false}}});
  expect(violations.map(({id, nodes}) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  element.remove();
});

test("a list of its own has no button above it, and says what is opened and removed", async () => {
  const element = await picker({fixed: true});
  expect(one(element, ".current").offsetHeight).toBe(0);
  const heard = listen(element, "ecco-pick");
  all(element, ".entry")[1]!.click();
  one(element, ".remove").click();
  const [opened, removed] = heard.map((event) => (event as CustomEvent).detail);
  expect(opened).toEqual({name: "open", src: "hf:a/b"});
  expect(removed).toEqual({name: "remove", src: "hf:a/b"});
});

test("a name is asked for as it is written, without the spaces around it", async () => {
  const element = await picker({open: true});
  const heard = listen(element, "ecco-pick");
  const field = one(element, "input[name=src]") as unknown as HTMLInputElement;
  field.value = " hf:owner/name ";
  field.form!.requestSubmit();
  expect((heard[0] as CustomEvent).detail).toEqual({name: "open", src: "hf:owner/name"});
});

test("what it hears of a download it says in words and as a share", async () => {
  const element = await picker({
    transfer: {name: "b", loaded: 61_200_000, total: 91_000_000, rate: 8_400_000, remaining: 4}
  });
  expect(one(element, ".getting .detail").textContent!.replaceAll(/\s/g, " ")).toBe(
    "61.2 MB of 91.0 MB · 8.4 MB/s · 4.0 s left"
  );
  expect(one(element, ".progress").getAttribute("aria-valuenow")).toBe("67");
  const heard = listen(element, "ecco-pick");
  one(element, ".getting button").click();
  expect((heard[0] as CustomEvent).detail).toEqual({name: "stop"});
});

test("a choice is told once, and not when it is set from outside", async () => {
  const element = await picker({open: true});
  const heard = listen(element, "input");
  element.value = "atlas";
  await settled(element as never);
  expect(heard).toHaveLength(0);
  element.choose("hf:a/b");
  element.choose("hf:a/b");
  expect(heard).toHaveLength(1);
  expect(element.open).toBe(false);
});
