/** How attribution methods and their parameters are called in views. */

const words: Readonly<Record<string, string>> = {
  saliency: "Saliency (gradient)",
  "input-x-gradient": "Input × gradient",
  "integrated-gradients": "Integrated gradients",
  occlusion: "Occlusion",
  deeplift: "DeepLift",
  "deeplift-shap": "DeepLift SHAP",
  "gradient-shap": "Gradient SHAP",
  "guided-backprop": "Guided backpropagation",
  "guided-grad-cam": "Guided Grad-CAM",
  lrp: "Relevance (LRP)",
  "attn-lrp": "Relevance (AttnLRP)",
  "cp-lrp": "Relevance (CP-LRP)",
  "smooth-grad": "SmoothGrad",
  shapley: "Shapley values",
  "kernel-shap": "Kernel SHAP",
  owen: "Owen values",
  lime: "LIME",
  logit: "logit",
  logprob: "log-probability",
  probability: "probability",
  zero: "zero baseline",
  mean: "mean baseline",
  kl: "divergence",
  pad: "pad baseline"
};

/** Returns a method, target or baseline in words; names it does not know come back readable. */
export function wordFor(name: string): string {
  return words[name] ?? (name[0] ?? "").toUpperCase() + name.slice(1).replaceAll("-", " ");
}

/** Every method there is, by what it does; pickers show them so. */
export const methodFamilies = {
  gradients: [
    "saliency",
    "input-x-gradient",
    "smooth-grad",
    "guided-backprop",
    "deconvolution",
    "guided-grad-cam"
  ],
  "from a baseline": [
    "deeplift",
    "deeplift-shap",
    "integrated-gradients",
    "sequential-integrated-gradients",
    "gradient-shap"
  ],
  relevance: ["lrp", "attn-lrp", "cp-lrp"],
  "taking out": ["occlusion", "shapley", "kernel-shap", "owen", "lime"],
  attention: ["attention-rollout", "attention-flow", "gradient-attention", "value-zeroing"]
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Returns what a method does, as pickers group them; undefined for methods nobody has told of. */
export const familyOf = (method: string): string | undefined =>
  Object.entries(methodFamilies).find(([, list]: [string, readonly string[]]) =>
    list.includes(method)
  )?.[0];

/** Methods that take out whole words or sentences where they are asked to; others are added up. */
export const takesOut = (method: string): boolean => familyOf(method) === "taking out";

/** Whether a method's scores have a sign. */
export const isSignedMethod = (method: string): boolean => !unsigned.has(method);

const unsigned: ReadonlySet<string> = new Set([
  "saliency",
  "attention-rollout",
  "attention-flow",
  "gradient-attention",
  "value-zeroing"
]);
