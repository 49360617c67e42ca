/** Observable's sample data sets: files that come with Ecco, each loaded when a cell first names it. */
import {readTable} from "./files/typed-rows.ts";

type Address = () => Promise<{readonly default: string}>;

/** Where the files lie; those that build pages put them beside the scripts. */
const tables: Readonly<Record<string, Address>> = {
  aapl: () => import("@observablehq/sample-datasets/aapl.csv?url"),
  alphabet: () => import("@observablehq/sample-datasets/alphabet.csv?url"),
  cars: () => import("@observablehq/sample-datasets/cars.csv?url"),
  citywages: () => import("@observablehq/sample-datasets/citywages.csv?url"),
  diamonds: () => import("@observablehq/sample-datasets/diamonds.csv?url"),
  flare: () => import("@observablehq/sample-datasets/flare.csv?url"),
  industries: () => import("@observablehq/sample-datasets/industries.csv?url"),
  olympians: () => import("@observablehq/sample-datasets/olympians.csv?url"),
  penguins: () => import("@observablehq/sample-datasets/penguins.csv?url"),
  pizza: () => import("@observablehq/sample-datasets/pizza.csv?url"),
  weather: () => import("@observablehq/sample-datasets/weather.csv?url")
};

const miserables: Address = () => import("@observablehq/sample-datasets/miserables.json?url");

/** Names of the data sets with what reads each: rows with numbers and dates, and of miserables its nodes and links. */
export const sampleData: Readonly<Record<string, () => Promise<unknown>>> = {
  ...Object.fromEntries(
    Object.entries(tables).map(([name, address]) => [
      name,
      async () => readTable(await (await fileAt(address)).text(), {typed: true})
    ])
  ),
  miserables: async () => (await fileAt(miserables)).json() as Promise<unknown>
};

async function fileAt(address: Address): Promise<Response> {
  const response = await fetch((await address()).default);
  if (!response.ok)
    throw new Error(`${response.url}: the server answered ${response.status} for the data set`);
  return response;
}
