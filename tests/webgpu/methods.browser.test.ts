/** Every method of attribution × every architecture, on WebGPU. */
import {methodLaws} from "../engine/method-laws.ts";
import * as oracle from "../engine/oracle-of-page.ts";

methodLaws("webgpu", oracle);
