import {batchLaws} from "../engine/batch-laws.ts";
import {arrays, fixture, json} from "../engine/oracle-of-page.ts";

// One of each way to mask: masks are made before any backend sees them, and all models are read in Node.
const names = ["bart-sequence", "bert", "bloom", "deberta-v2", "gpt2", "mistral", "t5"];
batchLaws("webgpu", {arrays, fixture, json}, names);
