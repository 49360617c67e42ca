/** Lenses and direct logit attribution on WebGPU. */
import {lensLaws} from "../engine/lens-laws.ts";
import * as oracle from "../engine/oracle-of-page.ts";
import {slowNames} from "./kinds.ts";

lensLaws("webgpu", oracle, slowNames);
