import {cacheLaws} from "../engine/cache-laws.ts";
import {arrays, fixture, json} from "../engine/oracle-of-page.ts";
import {slowNames} from "./kinds.ts";
import {shareDevice} from "./one-device.ts";

shareDevice();
cacheLaws("webgpu", {arrays, fixture, json}, slowNames);
