/** Lenses and direct logit attribution on WebGPU. */
import {lensLaws} from "../engine/lens-laws.ts";
import * as oracle from "../engine/oracle-of-page.ts";
import {namesWith, shareDevice} from "./one-device.ts";

shareDevice();
lensLaws("webgpu", oracle, namesWith("lenses", "t5"));
