/** Every method of attribution on WebGPU. */
import {methodLaws} from "../engine/method-laws.ts";
import * as oracle from "../engine/oracle-of-page.ts";
import {slowNames} from "./kinds.ts";

methodLaws("webgpu", oracle, slowNames);
