import {batchLaws} from "../engine/batch-laws.ts";
import {arrays, fixture, json} from "../engine/oracle-of-page.ts";
import {slowNames} from "./kinds.ts";
import {shareDevice} from "./one-device.ts";

shareDevice();
batchLaws("webgpu", {arrays, fixture, json}, slowNames);
