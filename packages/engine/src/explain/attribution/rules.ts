/** The rule tables methods walk back by. */
import type {RuleTable} from "../../autodiff/backward.ts";
import {boundedRules} from "../../autodiff/bounded.ts";
import {deepLiftRules} from "../../autodiff/deeplift.ts";
import {gradientRules} from "../../autodiff/gradient.ts";
import {deconvolutionRules, guidedRules} from "../../autodiff/guided.ts";
import {relevanceRules} from "../../autodiff/relevance.ts";
import type {RelevanceOptions} from "../../autodiff/relevance.ts";
import type {Decomposition} from "./options.ts";

export interface Rules {
  /** The same key always means the same table. */
  readonly key: string;
  /** Their name, for who waits while they are prepared. */
  readonly what: string;
  readonly table: () => RuleTable;
  /** Whether they read a second run. */
  readonly compares?: boolean;
}

export const gradient: Rules = {key: "gradient", what: "gradient", table: () => gradientRules};
/** DeepLift's two ways to take softmax and norms apart. */
export const deepLifts: {readonly [D in Decomposition]: Rules} = {
  bounded: {key: "deeplift:bounded", what: "DeepLift", table: () => boundedRules, compares: true},
  elementwise: {
    key: "deeplift:elementwise",
    what: "DeepLift",
    table: () => deepLiftRules,
    compares: true
  }
};
export const guided: Rules = {
  key: "guided",
  what: "guided backpropagation",
  table: () => guidedRules
};
export const deconvolution: Rules = {
  key: "deconvolution",
  what: "deconvolution",
  table: () => deconvolutionRules
};

/** Returns the rules of relevance. */
export const relevance = (options: RelevanceOptions): Rules => ({
  key: `relevance:${JSON.stringify(options)}`,
  what: "relevance propagation",
  table: () => relevanceRules(options)
});
