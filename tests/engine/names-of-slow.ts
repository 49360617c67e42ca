/** The models slow laws run on in Node: the covering set, and all with ECCO_EVERYTHING=1. */
import {architectureNames} from "./architecture-laws.ts";
import {covering} from "./covering-set.ts";

export const everything: boolean = process.env["ECCO_EVERYTHING"] === "1";
export const slowNames: readonly string[] = everything ? architectureNames : covering;
