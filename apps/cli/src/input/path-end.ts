/** Places in a model as text: where a path begins or ends, which part writes. */
import {patchSites} from "@ecco/engine";
import type {PathEnd, WritesOptions, WritesSite} from "@ecco/engine";
import {InvalidArgumentError} from "commander";

/** Returns SITE:LAYER, SITE:LAYER:HEAD, either with @POSITION behind it: head:4:2@-1. */
export function pathEnd(text: string): PathEnd {
  const {unit, ...place} = placeOf(text, patchSites, "HEAD");
  return {...place, ...(unit === undefined ? {} : {head: unit})};
}

const writing: readonly WritesSite[] = ["residual", "attention", "mlp", "head", "neuron"];

/** Returns the part that is meant by SITE:LAYER or SITE:LAYER:UNIT, either with @POSITION behind it: head:4:2, neuron:3:17. */
export function writingPart(text: string): WritesOptions {
  const {unit, ...place} = placeOf(text, writing, "UNIT");
  const name = place.site === "neuron" ? "neuron" : "head";
  return {...place, ...(unit === undefined ? {} : {[name]: unit})};
}

interface Place<S> {
  readonly site: S;
  readonly layer: number;
  readonly unit?: number;
  readonly position?: number;
}

function placeOf<S extends string>(text: string, known: readonly S[], unit: string): Place<S> {
  const [, name, layer, own, position] =
    /^([a-z]+):(\d+)(?::(\d+))?(?:@(-?\d+))?$/.exec(text) ?? [];
  const site = known.find((one) => one === name);
  if (!site)
    throw new InvalidArgumentError(
      `expected SITE:LAYER, SITE:LAYER:${unit} or SITE:LAYER:${unit}@POSITION, SITE one of ${known.join(", ")}.`
    );
  return {
    site,
    layer: Number(layer),
    ...(own === undefined ? {} : {unit: Number(own)}),
    ...(position === undefined ? {} : {position: Number(position)})
  };
}

/** Returns an end as it is written. */
export const pathEndText = ({site, layer, head, position}: PathEnd): string =>
  `${site}:${layer}${head === undefined ? "" : `:${head}`}${position === undefined ? "" : `@${position}`}`;
