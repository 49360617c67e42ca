/** Values that change by themselves, as generators: what cells know as `Generators`. */
import {input} from "./input.ts";
import {dark, now, width} from "./page.ts";
import {observe} from "./observe.ts";
import {queue} from "./queue.ts";
import {disposable, filter, map, range, valueAt, worker} from "./sequences.ts";

export const generators = {
  dark,
  disposable,
  filter,
  input,
  map,
  now,
  observe,
  queue,
  range,
  valueAt,
  width,
  worker
} as const;
