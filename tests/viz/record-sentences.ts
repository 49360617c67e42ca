/** Records what the pictures of sentences draw, by a published encoder: `node tests/viz/record-sentences.ts`. */
import {createModel, loadModel, openSource} from "../../packages/engine/src/index.ts";
import {modulesJson, sentenceFolder} from "../engine/sentence-folder.ts";
import {minilm} from "../real/models.ts";
import {writeRecorded} from "./write-recorded.ts";

const source = await openSource(
  sentenceFolder(minilm, {
    "modules.json": modulesJson("Transformer", "Pooling", "Normalize"),
    "1_Pooling/config.json": {pooling_mode: "mean"},
    "sentence_bert_config.json": {max_seq_length: 256}
  })
);
const named = {name: "all-MiniLM-L6-v2"};
const model = await createModel({...source, ...named}, {backend: "onnx"});
const plain = await loadModel(minilm, {backend: "onnx"});

const groups = {
  animals: [
    "A cat sits on the mat.",
    "A kitten is sitting on a rug.",
    "Two dogs run across the field."
  ],
  money: ["Stocks fell sharply on Monday.", "The market lost three percent this week."],
  films: ["The film was not good.", "The film was good.", "I could have watched it for hours."]
} as const;
const texts = Object.values(groups).flat();
const [cat, kitten] = texts as [string, string];
const [bad, good] = groups.films;
const all = await model.project(texts, {points: "texts", layers: ["embedding", 2, 5]});
writeRecorded("sentences", {
  many: await model.similarities(texts),
  assumed: await plain.similarities([cat, kitten, "", texts[3]!]),
  occlusion: await model.alike(bad, good),
  integrated: await model.alike(cat, kitten, {method: "integrated-gradients", unit: "token"}),
  map: all,
  groups: Object.entries(groups).flatMap(([name, own]) => own.map(() => name))
});
