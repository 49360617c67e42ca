/**
 * Every method of attribution on onnxruntime: on one architecture of each kind, and on all of them with
 * ECCO_EVERYTHING=1.
 */
import {kinds} from "./architecture-kinds.ts";
import {architectureNames} from "./architecture-laws.ts";
import {methodLaws} from "./method-laws.ts";
import {fixture, json} from "./oracle.ts";

const everything = process.env["ECCO_EVERYTHING"] === "1";
methodLaws("onnx", {fixture, json}, everything ? architectureNames : kinds);
