/** Turns the channels of queries and keys by their positions. */
import {concat, input, rotary, slice} from "../../graph/ops.ts";
import type {Node, RotaryLayout} from "../../graph/node.ts";
import type {Rope} from "./rope.ts";

/**
 * Returns what turns [B, H, T, D]: the first channels, as many as the rope has, and leaves the rest. Tables of
 * different ropes have different names.
 */
export function rotator(
  rope: Rope,
  layout: RotaryLayout = "halves",
  name: string = "rotary"
): (x: Node) => Node {
  const width = 2 * rope.frequencies.length;
  const table = (part: "cos" | "sin"): Node =>
    input(`${name}.${part}`, ["T", width], {kind: "rotary", part, layout, ...rope});
  const [cos, sin] = [table("cos"), table("sin")];
  return (x) => {
    const size = x.shape[3] as number;
    if (width === 0) return x;
    if (width === size) return rotary(x, cos, sin, layout);
    const turned = rotary(slice(x, 3, 0, width), cos, sin, layout);
    return concat([turned, slice(x, 3, width, size)], 3);
  };
}
