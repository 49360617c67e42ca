/** Activations and their slopes in ONNX; the slopes in fewer steps than their decompositions take. */
import type {Activation} from "../../graph/node.ts";
import type {Builder} from "./builder.ts";
import {dataTypes} from "./proto.ts";

type Make = (builder: Builder, x: string) => string;

/** 1 where x > 0, else 0. */
export const step: Make = (builder, x) =>
  builder.add("Cast", [builder.add("Greater", [x, builder.float(0)])], {to: dataTypes.f32});

export const activations: {readonly [K in Activation]: Make} = {
  relu: (builder, x) => builder.add("Relu", [x]),
  tanh: (builder, x) => builder.add("Tanh", [x]),
  // Not as one node: its slope shares the sigmoid.
  silu: (builder, x) => builder.add("Mul", [x, builder.add("Sigmoid", [x])]),
  gelu: (builder, x) => builder.add("Gelu", [x]),
  "gelu-tanh": (builder, x) => builder.add("Gelu", [x], {approximate: "tanh"})
};

const GELU = Math.sqrt(2 / Math.PI);
const CUBIC = 0.044715;

/** Returns the slope of x·σ(argument): s·(1 + rise·(1 − s)), where s = σ(argument) and rise = x·argument'. */
function gateSlope(builder: Builder, argument: string, rise: string): string {
  const one = builder.float(1);
  const s = builder.add("Sigmoid", [argument]);
  const bent = builder.add("Mul", [rise, builder.add("Sub", [one, s])]);
  return builder.add("Mul", [s, builder.add("Add", [one, bent])]);
}

export const slopes: {readonly [K in Activation]: Make} = {
  relu: step,
  tanh(builder, x) {
    const t = builder.add("Tanh", [x]);
    return builder.add("Sub", [builder.float(1), builder.add("Mul", [t, t])]);
  },
  silu: (builder, x) => gateSlope(builder, x, x),
  gelu(builder, x) {
    const cdf = builder.add("Add", [
      builder.add("Erf", [builder.add("Mul", [x, builder.float(Math.SQRT1_2)])]),
      builder.float(1)
    ]);
    const bell = builder.add("Exp", [
      builder.add("Mul", [builder.add("Mul", [x, x]), builder.float(-0.5)])
    ]);
    const density = builder.add("Mul", [
      builder.add("Mul", [x, bell]),
      builder.float(1 / Math.sqrt(2 * Math.PI))
    ]);
    return builder.add("Add", [builder.add("Mul", [cdf, builder.float(0.5)]), density]);
  },
  "gelu-tanh"(builder, x) {
    // ½(1 + tanh u) = σ(2u), and 2u = x·(a + b·x²): its slope times x is x·(a + 3b·x²).
    const [a, b] = [2 * GELU, 2 * GELU * CUBIC];
    const square = builder.add("Mul", [x, x]);
    const cubic = (factor: number): string =>
      builder.add("Mul", [
        x,
        builder.add("Add", [builder.add("Mul", [square, builder.float(factor)]), builder.float(a)])
      ]);
    return gateSlope(builder, cubic(b), cubic(3 * b));
  }
};
