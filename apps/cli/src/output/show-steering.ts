import type {Steering} from "../input/edit-options.ts";
import {signed} from "./format.ts";
import {leftOutLines, warningLines} from "./taken.ts";

/** Returns how a text was steered: what was added, beside usual states. */
export function steeringLines(steering: Steering): string[] {
  const {site, towards, against, norm, typical, ratio, coefficient, strength} = steering;
  const texts = (list: readonly string[]): string => list.map((text) => `“${text}”`).join(", ");
  return [
    `steered at ${site} towards ${texts(towards)}, away from ${texts(against)}`,
    `the vector is ${figure(norm)} long, usual states ${figure(typical)} (${figure(ratio)} of them); added ${signed(coefficient)} times, ${signed(strength)} of a usual state`,
    ...leftOutLines(steering.leftOut),
    ...warningLines(steering.warnings)
  ];
}

const figure = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));
