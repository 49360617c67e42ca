import {cacheLaws} from "../engine/cache-laws.ts";
import {arrays, fixture, json} from "../engine/oracle-of-page.ts";
import {slowNames} from "./kinds.ts";

cacheLaws("webgpu", {arrays, fixture, json}, slowNames);
