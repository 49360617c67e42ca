/** Every method of attribution on WebGPU. */
import {methodLaws} from "../engine/method-laws.ts";
import * as oracle from "../engine/oracle-of-page.ts";
import {namesWith, shareDevice} from "./one-device.ts";

shareDevice();
methodLaws("webgpu", oracle, namesWith("methods", "gemma2"));
