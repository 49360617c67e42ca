/** A token that holds the tables, from the command line: said with the flag that leaves it out, and left out by it. */
import {expect, test} from "vitest";
import type {
  Comparison,
  Generation,
  NeuronFactors,
  Projection
} from "../../packages/engine/src/index.ts";
import {loudFolder} from "../engine/loud-model.ts";
import {ecco, eccoJson, expectOneLine} from "./ecco.ts";

const folder = loudFolder();
const ids = ["--ids", "11,42,3,60,7,25,80,14", "--backend", "reference"];
const said = /^Position 0 holds 9\d\.\d .*leave it out with --without first$/m;
const left = /^left out: #11 \(position 0\)$/m;

test.each(["neurons", "compare", "project"])(
  "%s says which token, and does without",
  async (verb) => {
    const loud = await ecco([verb, folder, ...ids]);
    expect(loud.stdout).toMatch(said);
    expect(loud.stdout).not.toMatch(left);
    const rest = await ecco([verb, folder, ...ids, "--without", "first"]);
    expect(rest.stdout).not.toMatch(/Position 0 holds/);
    expect(rest.stdout).toMatch(left);
  }
);

test("JSON has the shares, the words and what is left out", async () => {
  const found = await eccoJson<Projection>(["project", folder, ...ids, "--without", "0,-1"]);
  expect(found.leftOut.map(({position}) => position)).toEqual([0, 7]);
  expect(found.without).toEqual([0, -1]);
  const {dominance, warnings} = await eccoJson<Comparison>(["compare", folder, ...ids]);
  expect(dominance.rows[1]!.token).toMatchObject({index: 0, position: 0});
  expect(warnings[0]).toMatch(/without: "first"$/);
  const factors = await eccoJson<NeuronFactors>(["neurons", folder, ...ids, "--factors", "2"]);
  expect(factors.relativeErrorOfOthers).toBeGreaterThan(5 * factors.relativeError);
});

test("--without takes names and positions only", async () => {
  const wrong = await ecco(["compare", folder, ...ids, "--without", "last"]);
  expectOneLine(wrong, 1, /expected first, special, template, or positions: 0,1,-1/);
});

test("generate --steer: the vector beside usual states; strength is a share of them", async () => {
  const atlas = ["generate", "atlas", "The capital of France is", "--tokens", "1"];
  const turned = [...atlas, "--steer", "I love London", "--steer-against", "I love Paris"];
  const {steering} = await eccoJson<Generation & {readonly steering: Record<string, number>}>([
    ...turned,
    "--steer-strength",
    "0.5"
  ]);
  expect(steering).not.toHaveProperty("vector");
  const {norm, typical, ratio, coefficient, length, strength} = steering;
  expect(ratio).toBeCloseTo(norm! / typical!, 6);
  expect(strength).toBeCloseTo(0.5, 9);
  expect(length).toBeCloseTo(coefficient! * norm!, 6);
  expect(length).toBeCloseTo(typical! / 2, 6);
  const {stdout} = await ecco([...turned, "--steer-coefficient", "2"]);
  expect(stdout).toMatch(
    /^steered at layers\.3\.residual towards “I love London”, away from “I love/m
  );
  expect(stdout).toMatch(
    /^the vector is [\d.]+ long, usual states [\d.]+ \(.*; added \+2\.0000 times/m
  );
  const both = ["--steer-strength", "1", "--steer-coefficient", "1"];
  expectOneLine(await ecco([...turned, ...both]), 1, /expected one of them/);
});
