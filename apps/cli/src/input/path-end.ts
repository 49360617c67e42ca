/** Where a path begins or ends, as text. */
import type {PathEnd} from "@ecco/engine";
import {InvalidArgumentError} from "commander";

const sites: readonly PathEnd["site"][] = [
  "residual",
  "attention",
  "mlp",
  "head",
  "query",
  "key",
  "value"
];

/** Returns SITE:LAYER, SITE:LAYER:HEAD, either with @POSITION behind it: head:4:2@-1. */
export function pathEnd(text: string): PathEnd {
  const [, site, layer, head, position] =
    /^([a-z]+):(\d+)(?::(\d+))?(?:@(-?\d+))?$/.exec(text) ?? [];
  const known = sites.find((one) => one === site);
  if (!known)
    throw new InvalidArgumentError(
      `expected SITE:LAYER, SITE:LAYER:HEAD or SITE:LAYER:HEAD@POSITION, SITE one of ${sites.join(", ")}.`
    );
  return {
    site: known,
    layer: Number(layer),
    ...(head === undefined ? {} : {head: Number(head)}),
    ...(position === undefined ? {} : {position: Number(position)})
  };
}

/** Returns an end as it is written. */
export const pathEndText = ({site, layer, head, position}: PathEnd): string =>
  `${site}:${layer}${head === undefined ? "" : `:${head}`}${position === undefined ? "" : `@${position}`}`;
