import {readNotebook} from "@ecco/runtime/document";
import type {Notebook} from "@ecco/runtime/document";
import {expect, test} from "vitest";
import {freeName, modelCells, withModel} from "../../apps/editor/src/shell/model-cell.ts";
import {notebookOf} from "./fakes.ts";

const open = (...cells: readonly string[]): Notebook => readNotebook(notebookOf(...cells));

test("cells that name a model are found by their call; comments, texts and other calls are none", () => {
  const notebook = open(
    'const model = ecco.model("atlas")',
    "const other = await ecco.model('cl\\'oze', {backend: \"onnx\"})",
    '// const a = ecco.model("atlas")\nconst b = ecco.model(name)',
    'display("ecco.model(\\"atlas\\")"); /* ecco.model("atlas") */ `ecco.model("atlas")`',
    "ecco.candidates({model: ecco.model(`atlas`)})",
    'const one = ecco.model("atlas"), two = ecco.model("cloze")'
  );
  expect(modelCells(notebook).map(({id, name, src}) => [id, name, src])).toEqual([
    [1, "model", "atlas"],
    [2, "other", "cl'oze"],
    [5, null, "atlas"],
    [6, "one", "atlas"]
  ]);
});

test("a model is put into a cell where the other one was named, and nothing else changes", () => {
  const notebook = open("1", 'const m = ecco.model("atlas", {backend: "onnx"}) // mine');
  const [cell] = modelCells(notebook);
  const {cells} = withModel(notebook, cell!, 'local:my "own"');
  expect(cells.map(({text}) => text)).toEqual([
    "1",
    'const m = ecco.model("local:my \\"own\\"", {backend: "onnx"}) // mine'
  ]);
});

test.each([
  [["1"], "local:smollm2-135m", "model"],
  [["ecco.candidates({model})"], "local:smollm2-135m", "smollm2"],
  [["model", "const {smollm2} = x"], "local:SmolLM2-135m", "smolLM2"],
  [["model", "const {smollm2} = x"], "local:smollm2", "smollm22"],
  [["model; smollm2; smollm22"], "hf:a/smollm2.gguf", "smollm23"],
  [["model"], "local:新しい", "model2"],
  [["model"], "local:class", "class2"],
  [["model"], "https://host/view/", "view2"]
])("with %j, %s gets the free name %s", (cells, src, name) => {
  expect(freeName(open(...cells), src)).toBe(name);
});
