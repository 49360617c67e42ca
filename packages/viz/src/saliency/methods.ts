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
  pad: "pad baseline"
};

/** Returns a method, target or baseline in words; names it does not know come back readable. */
export function wordFor(name: string): string {
  return words[name] ?? (name[0] ?? "").toUpperCase() + name.slice(1).replaceAll("-", " ");
}

/** Whether a method's scores have a sign. */
export const isSignedMethod = (method: string): boolean => !unsigned.has(method);

const unsigned: ReadonlySet<string> = new Set([
  "saliency",
  "attention-rollout",
  "attention-flow",
  "gradient-attention",
  "value-zeroing"
]);
