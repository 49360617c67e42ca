/** What a notebook asks for is read off its text; nothing of it runs. */
import {expect, test} from "vitest";
import {asksOf} from "../../apps/editor/src/shell/asks.ts";
import type {Asks} from "../../apps/editor/src/shell/asks.ts";
import type {CellType} from "@ecco/runtime";

const nothing: Asks = {
  models: [],
  hosts: [],
  modules: [],
  packages: [],
  computed: false,
  workers: false,
  unclear: false
};
const names = (text: string): string => text.slice(0, 60);
const ask = (text: string, type: CellType = "js"): Asks => asksOf({cells: [{type, text}]});

const said: readonly (readonly [text: string, asks: Partial<Asks>, type?: CellType])[] = [
  ['ecco.model("atlas")', {models: ["atlas"]}],
  ["const m = ecco.model('hf:a/b'), n = ecco.model(`./c.gguf`)", {models: ["./c.gguf", "hf:a/b"]}],
  ['ecco["model"]("hf:a/b")', {models: ["hf:a/b"]}],
  ['ecco.model("transformers:a/b")', {models: ["hf:a/b/onnx"]}],
  ['<ecco-model src="transformers:./a"></ecco-model>', {models: ["./a"]}, "html"],
  ['ecco.model("transformers:")', {models: ["transformers:"]}],
  ['globalThis.ecco.model("hf:a/b")', {models: ["hf:a/b"]}],
  ['ecco.saliency({model: "hf:a/b", prompt: "x"})', {models: ["hf:a/b"]}],
  ['ecco.model(" hf:a/b ")', {models: ["hf:a/b"]}],
  ["ecco.model(name)", {computed: true}],
  ['ecco.model("hf:" + name)', {computed: true}],
  ["ecco.model(`hf:${name}`)", {computed: true}],
  ["const e = ecco; e.model(x)", {computed: true}],
  ["const {model} = ecco", {computed: true}],
  ["f(ecco)", {computed: true}],
  ['// ecco.model("hf:a/b")', {}],
  ['"ecco.model(1)"', {}],
  ["ecco.candidates({model, prompt})", {}],
  ['const m: Model = ecco.model("hf:a/b")', {models: ["hf:a/b"]}, "ts"],
  ['a ${ecco.model("hf:a/b")} b', {models: ["hf:a/b"]}, "md"],
  ['<p>${ecco.model("hf:a/b")}</p>', {models: ["hf:a/b"]}, "html"],
  ['<ecco-model src="hf:a/b"></ecco-model>', {models: ["hf:a/b"]}, "html"],
  ["<ECCO-MODEL SRC='hf:a/b'>", {models: ["hf:a/b"]}, "md"],
  ["<ecco-saliency model=atlas prompt=x>", {models: ["atlas"]}, "html"],
  ['html`<ecco-model src="hf:a/b">`', {models: ["hf:a/b"]}],
  ['html`<ecco-model src="${name}">`', {}],
  ['<ecco-model src="${name}">', {computed: true}, "html"],
  ['fetch("https://a.example/x")', {hosts: ["a.example"]}],
  ['window.fetch("//a.example:81/x")', {hosts: ["a.example:81"]}],
  ['new WebSocket("wss://a.example")', {hosts: ["a.example"]}],
  ['fetch("data.json")', {}],
  ['<img src="https://a.example/x.png">', {hosts: ["a.example"]}, "html"],
  ['<link href="https://a.example/x.css">', {hosts: ["a.example"]}, "md"],
  ['import * as d3 from "npm:d3"', {}],
  ['await import("https://cdn.jsdelivr.net/npm/d3@7/+esm")', {}],
  ['import he from "npm:he"', {packages: ["he"]}],
  ['import {a} from "./a.js"', {modules: ["./a.js"]}],
  ['import {a} from "../b/c.html"', {modules: ["../b/c.html"]}],
  ['await import("npm:he@1")', {packages: ["he@1"]}],
  ['import x from "https://a.example/x.js"', {hosts: ["a.example"]}],
  ['import {html} from "htl"', {}],
  ["await import(name)", {unclear: true}],
  ['new Worker("x.js")', {workers: true}],
  ["new window.SharedWorker(x)", {workers: true}],
  ["this is (no code", {unclear: true}],
  ["(".repeat(100_000), {unclear: true}],
  ["${".repeat(50_000), {unclear: true}, "md"],
  ['ecco.model("hf:a/b")', {}, "raw"],
  ['viewof m = ecco.model("hf:a/b")', {models: ["hf:a/b"]}, "ojs"],
  ['he = require("he@1", "npm:d3")', {packages: ["he@1"]}, "ojs"],
  ['a = fetch("https://a.example/x")', {hosts: ["a.example"]}, "ojs"],
  ["a = (no code", {unclear: true}, "ojs"],
  ['SELECT ${ecco.model("hf:a/b")}', {models: ["hf:a/b"]}, "sql"],
  ['x^${ecco.model("hf:a/b")}', {models: ["hf:a/b"]}, "tex"],
  ['"ecco.model(name) <img src=https://a.example>"', {}, "json"],
  ["", {}],
  ["", {}, "md"],
  ["", {}, "ojs"]
];
test.each(said.map(([text, ...rest]) => [names(text), text, ...rest] as const))(
  "%s",
  (_, text, asks, type) => {
    expect(ask(text, type)).toEqual({...nothing, ...asks});
  }
);

test("what is too long or too many to be read is not listed, and so not agreed to", () => {
  const many = Array.from({length: 200}, (_, n) => `ecco.model("hf:a/${n}")`).join(";");
  const {models, computed} = ask(many);
  expect([models.length, computed]).toEqual([50, true]);
  expect(ask(`ecco.model("hf:${"x".repeat(1000)}")`).models).toEqual([]);
});

test.each([
  ["tags that do not end", "<ecco-model ".repeat(100_000), "html"],
  ["attributes that do not end", `<img ${'src="'.repeat(50_000)}`, "html"],
  ["tags of nothing", "<".repeat(500_000), "md"],
  ["names in names", "a.".repeat(5000) + "b()", "js"],
  ["sums", "1+".repeat(3000) + "1", "js"]
] as const)("%s are read in time", (_, text, type) => {
  const asks = ask(text, type);
  expect(asks.models.length).toBeLessThan(51);
});
