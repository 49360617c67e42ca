/** The flags of `ecco explain` that are the engine's own options. */
import {attributionMethods} from "@ecco/engine";
import type {Baseline, TargetKind} from "@ecco/engine";
import {Option} from "commander";
import {withoutOption} from "./without-option.ts";
import {groups, integer, positive, real} from "./options.ts";

const targets: readonly TargetKind[] = [
  "logit",
  "logprob",
  "probability",
  "entropy",
  "kl",
  "expression"
];

/** What is explained. */
export const whatOptions = (): Option[] => [
  new Option(
    "--target <token>",
    'token explained: " London" or #3576; defaults to the most probable'
  ),
  new Option(
    "--foil <text>",
    "what it is contrasted with: a token, or a continuation of any length (beside --span)"
  ),
  new Option("--of <scalar>", "what of the target is explained; defaults to logprob").choices(
    targets
  ),
  new Option("--span <text>", "a continuation, explained whole instead of one token"),
  new Option("--against <text>", "the other prompt of kl"),
  new Option("--expression <scalar>", "a scalar of logits and sites (docs/methods.md)"),
  new Option("--position <p>", "where the target is read; defaults to the last").argParser(integer)
];

/** How tokens are scored. */
export const howOptions = (): Option[] => [
  new Option(
    "--method <name>",
    "how tokens are scored; defaults to the architecture's measured best"
  ).choices(attributionMethods),
  new Option(
    "--baseline <row>",
    "what an absent token is: zero, mean, pad, eos, mask, samples, or a token; given again: several; defaults to the architecture's measured best"
  ).argParser((row, rows: readonly Baseline[] | undefined) => [...(rows ?? []), row]),
  new Option(
    "--baseline-text <text>",
    "the same: the tokens of another text, as many, each in its place"
  ),
  new Option("--unit <what>", "what is taken out at once; defaults to token").choices([
    "token",
    "word",
    "sentence",
    "message"
  ]),
  withoutOption("--without", "tokens that the map leaves out, and methods that take out leave in"),
  new Option(
    "--groups <lists>",
    "tokens taken out together, by their indices: 0,1,2;5,6; the others always stay"
  ).argParser(groups),
  new Option("--window <n>", "how many neighbours occlusion takes out at once").argParser(positive),
  new Option("--steps <n>", "nodes of integrated gradients; defaults to 50").argParser(positive),
  new Option(
    "--accuracy <share>",
    "doubles the steps until delta is below this share of the change"
  ).argParser(real),
  new Option("--quadrature <rule>", "defaults to gauss-legendre").choices([
    "gauss-legendre",
    "riemann-left",
    "riemann-middle",
    "riemann-right",
    "trapezoid"
  ]),
  new Option("--samples <n>", "draws of the methods that sample").argParser(positive),
  new Option("--seed <n>", "of the draws; defaults to 0").argParser(integer),
  new Option("--noise <share>", "of the rows' range; defaults to 0.15").argParser(real),
  new Option("--layer <n>", "block that Grad-CAM reads; defaults to the last but one").argParser(
    integer
  ),
  new Option("--rule <name>", "of lrp; defaults to epsilon").choices([
    "epsilon",
    "gamma",
    "alpha1-beta0"
  ]),
  new Option("--epsilon <x>", "of lrp; defaults to 1e-6").argParser(real),
  new Option("--gamma <x>", "of lrp; defaults to 0.25").argParser(real),
  new Option(
    "--decomposition <how>",
    "of deeplift: how softmax and norms are taken apart; defaults to bounded"
  ).choices(["bounded", "elementwise"]),
  new Option("--reduce <how>", "how a token's numbers become one score").choices([
    "sum",
    "l1",
    "l2"
  ]),
  new Option(
    "--no-signs",
    "of a logit: does not make the map of the log-probability too, to say where signs differ"
  ),
  new Option("--dimensions", "with --json: the numbers behind each token's score too"),
  new Option("--quality <how>", "measures how far the map can be trusted").choices([
    "quick",
    "full"
  ]),
  new Option("--compat <with>", "numbers as the Python library Ecco gave them").choices(["ecco"])
];
