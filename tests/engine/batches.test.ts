import {batchLaws, batchManners} from "./batch-laws.ts";
import {arrays, fixture, json} from "./oracle.ts";

for (const backend of ["reference", "onnx"] as const) batchLaws(backend, {arrays, fixture, json});
batchManners({arrays, fixture, json});
