/** Records what the pictures of token strips draw: `node tests/viz/record-token-strip.ts`. */
import {writeFileSync} from "node:fs";
import {loadModel} from "../../packages/engine/src/index.ts";

const atlas = await loadModel("atlas", {backend: "reference"});
const critic = await loadModel("critic", {backend: "reference"});
const recorded = {
  scripts: atlas.tokenize("A naïve café:\n\t1 +  2 = 3 🦜, 東京 und Donaudampfschiffahrt."),
  together: atlas.tokenize("the cafe\u0301 👩‍👧 שלום"),
  long: atlas.tokenize("Heathrow airport is located in the city of London.\n".repeat(3).trimEnd()),
  special: critic.tokenize("The film's only weakness is its length.")
};
writeFileSync(new URL("data/token-strip.json", import.meta.url), `${JSON.stringify(recorded)}\n`);
