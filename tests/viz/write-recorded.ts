import {writeFileSync} from "node:fs";

/** Numbers with seven digits: as many as float32 has. */
const rounded = (_: string, value: unknown): unknown =>
  typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(7)) : value;

/** Writes real results into `data/NAME.json`. */
export function writeRecorded(name: string, results: unknown): void {
  const file = new URL(`data/${name}.json`, import.meta.url);
  writeFileSync(file, `${JSON.stringify(results, rounded)}\n`);
}
