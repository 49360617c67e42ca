/** Scalar functions in WGSL, accurate to float32 where the built-in ones need not be. */
import type {Activation} from "../../../graph/node.ts";

interface Helper {
  readonly text: string;
  readonly uses?: readonly HelperName[];
}

export type HelperName =
  | "exp"
  | "tanh"
  | "erf"
  | "sigmoid"
  | "softplus"
  | "cdf"
  | "half"
  | "brain"
  | "halves"
  | "brains"
  | Slope
  | Acted;
type Slope = `slope-${Activation}`;
type Acted = `act-${Activation}`;

/** Returns the name a helper has in WGSL. */
export const helper = (name: HelperName): string => `ecco_${name.replaceAll("-", "_")}`;

const f = (name: HelperName, body: string, uses: readonly HelperName[] = []): Helper => ({
  text: `fn ${helper(name)}(x: f32) -> f32 { ${body} }`,
  uses
});

const INNER = "0.7978845608028654 * (x + 0.044715 * x * x * x)";

const helpers: {readonly [H in HelperName]: Helper} = {
  // exp may do what it likes far below its range; masks are -1e30.
  exp: f("exp", "return select(exp(x), 0.0, x < -87.3);"),
  // Cephes' tanhf: a polynomial near 0, where the quotient would cancel.
  tanh: f(
    "tanh",
    `let a = abs(x);
  if (a < 0.625) {
    let z = x * x;
    return ((((-5.70498872745e-3 * z + 2.06390887954e-2) * z - 5.37397155531e-2) * z + 1.33314422036e-1) * z - 3.33332819422e-1) * z * x + x;
  }
  return sign(x) * (1.0 - 2.0 / (exp(2.0 * min(a, 15.0)) + 1.0));`
  ),
  // Cephes' erff.
  erf: f(
    "erf",
    `let a = abs(x);
  if (a < 1.0) {
    let z = x * x;
    return x * ((((((7.853861353153693e-5 * z - 8.010193625184903e-4) * z + 5.188327685732524e-3) * z - 2.685381193529856e-2) * z + 1.128358514861418e-1) * z - 3.761262582423300e-1) * z + 1.128379165726710);
  }
  if (a > 4.0) { return sign(x); }
  let q = 1.0 / a;
  let y = q * q;
  let p1 = (((((((2.326819970068386e-2 * y - 1.387039388740657e-1) * y + 3.687424674597105e-1) * y - 5.824733027278666e-1) * y + 6.210004621745983e-1) * y - 4.944515323274145e-1) * y + 3.404879937665872e-1) * y - 2.741127028184656e-1) * y + 5.638259427386472e-1;
  let p2 = ((((((-1.047766399936249e+1 * y + 1.297719955372516e+1) * y - 7.495518717768503) * y + 2.921019019210786) * y - 1.015265279202700) * y + 4.218463358204948e-1) * y - 2.820767439740514e-1) * y + 5.641895067754075e-1;
  return sign(x) * (1.0 - exp(-a * a) * q * select(p2, p1, a < 2.0));`
  ),
  sigmoid: f("sigmoid", "let e = ecco_exp(-abs(x)); return select(e, 1.0, x >= 0.0) / (1.0 + e);", [
    "exp"
  ]),
  // log(1 + u) by its series in s = u / (2 + u), which keeps the digits of a small u.
  softplus: f(
    "softplus",
    `let u = ecco_exp(-abs(x));
  let s = u / (2.0 + u);
  let z = s * s;
  return max(x, 0.0) + 2.0 * s * (1.0 + z * (1.0 / 3.0 + z * (0.2 + z * (1.0 / 7.0 + z * (1.0 / 9.0 + z * (1.0 / 11.0 + z * (1.0 / 13.0 + z / 15.0)))))));`,
    ["exp"]
  ),
  cdf: f("cdf", "return 0.5 * (1.0 + ecco_erf(x * 0.7071067811865476));", ["erf"]),
  "act-relu": f("act-relu", "return max(x, 0.0);"),
  "act-tanh": f("act-tanh", "return ecco_tanh(x);", ["tanh"]),
  "act-silu": f("act-silu", "return x * ecco_sigmoid(x);", ["sigmoid"]),
  "act-gelu": f("act-gelu", "return x * ecco_cdf(x);", ["cdf"]),
  "act-gelu-tanh": f("act-gelu-tanh", `return 0.5 * x * (1.0 + ecco_tanh(${INNER}));`, ["tanh"]),
  "slope-relu": f("slope-relu", "return select(0.0, 1.0, x > 0.0);"),
  "slope-tanh": f("slope-tanh", "let t = ecco_tanh(x); return 1.0 - t * t;", ["tanh"]),
  "slope-silu": f("slope-silu", "let s = ecco_sigmoid(x); return s * (1.0 + x * (1.0 - s));", [
    "sigmoid"
  ]),
  "slope-gelu": f(
    "slope-gelu",
    "return ecco_cdf(x) + x * ecco_exp(-0.5 * x * x) * 0.3989422804014327;",
    ["cdf", "exp"]
  ),
  "slope-gelu-tanh": f(
    "slope-gelu-tanh",
    `let t = ecco_tanh(${INNER});
  return 0.5 * (1.0 + t) + 0.5 * x * (1.0 - t * t) * 0.7978845608028654 * (1.0 + 0.134145 * x * x);`,
    ["tanh"]
  ),
  // 16-bit weights, two to a word: the even one is in the lower half.
  half: {
    text: "fn ecco_half(word: u32, at: u32) -> f32 { let v = unpack2x16float(word); return select(v.x, v.y, (at & 1u) == 1u); }"
  },
  halves: {text: "fn ecco_halves(word: u32) -> vec2<f32> { return unpack2x16float(word); }"},
  brains: {
    text: "fn ecco_brains(word: u32) -> vec2<f32> { return vec2<f32>(bitcast<f32>(word << 16u), bitcast<f32>(word & 0xffff0000u)); }"
  },
  brain: {
    text: "fn ecco_brain(word: u32, at: u32) -> f32 { return bitcast<f32>(select(word << 16u, word & 0xffff0000u, (at & 1u) == 1u)); }"
  }
};

/** Returns the text of these helpers and of those they use. */
export function helperTexts(names: Iterable<HelperName>): string {
  const all = new Set<HelperName>();
  const visit = (name: HelperName): void => {
    for (const used of helpers[name].uses ?? []) visit(used);
    all.add(name);
  };
  for (const name of names) visit(name);
  return [...all].map((name) => helpers[name].text).join("\n");
}
