/** Tables kept under tests/fixtures/analysis, in Node. */
import type {Dense} from "../../packages/engine/src/analysis/dense.ts";
import {arrays} from "../engine/oracle.ts";

/** Returns a reader of the tables of a safetensors file under tests/fixtures/analysis. */
export function tablesOf(file: string): (name: string) => Dense {
  const all = arrays(`analysis/${file}`);
  return (name) => {
    const {shape, data} = all.get(name)!;
    const [rows, columns] = shape as [number, number];
    return {rows, columns, data: Float64Array.from(data)};
  };
}
