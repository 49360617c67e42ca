import {batchLaws} from "../engine/batch-laws.ts";
import {arrays, fixture, json} from "../engine/oracle-of-page.ts";

batchLaws("webgpu", {arrays, fixture, json});
