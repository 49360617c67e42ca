/** Lenses and direct logit attribution: every architecture in float64, the covering set in float32. */
import {lensLaws} from "./lens-laws.ts";
import {slowNames} from "./names-of-slow.ts";
import {fixture, json} from "./oracle.ts";

lensLaws("reference", {fixture, json});
lensLaws("onnx", {fixture, json}, slowNames);
