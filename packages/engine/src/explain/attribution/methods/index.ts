/** The registry: every method by its name. To add one: a file here, and its line. */
import type {AttributionMethod} from "../results.ts";
import {attentionFlow, attentionRollout, gradientAttention} from "./attention.ts";
import {deepLift, deepLiftShap} from "./deeplift.ts";
import {guidedGradCam} from "./grad-cam.ts";
import {
  deconvolutional,
  guidedBackprop,
  inputTimesGradient,
  saliency,
  smoothGrad
} from "./gradients.ts";
import {gradientShap, integratedGradients, sequentialIntegratedGradients} from "./integrated.ts";
import {kernelShap} from "./kernel-shap.ts";
import {lime} from "./lime.ts";
import type {Method} from "./method.ts";
import {occlusion} from "./occlusion.ts";
import {owen} from "./owen.ts";
import {attnLrp, cpLrp, lrp} from "./relevance.ts";
import {shapley} from "./shapley.ts";
import {valueZeroing} from "./value-zeroing.ts";

export const methods: {readonly [M in AttributionMethod]: Method} = {
  saliency,
  "input-x-gradient": inputTimesGradient,
  "integrated-gradients": integratedGradients,
  deeplift: deepLift,
  "deeplift-shap": deepLiftShap,
  "gradient-shap": gradientShap,
  "guided-backprop": guidedBackprop,
  deconvolution: deconvolutional,
  "guided-grad-cam": guidedGradCam,
  lrp,
  "attn-lrp": attnLrp,
  "cp-lrp": cpLrp,
  "smooth-grad": smoothGrad,
  "sequential-integrated-gradients": sequentialIntegratedGradients,
  occlusion,
  shapley,
  "kernel-shap": kernelShap,
  owen,
  lime,
  "attention-rollout": attentionRollout,
  "attention-flow": attentionFlow,
  "gradient-attention": gradientAttention,
  "value-zeroing": valueZeroing
};

/** The names of all methods. */
export const attributionMethods: readonly AttributionMethod[] = Object.keys(
  methods
) as AttributionMethod[];
