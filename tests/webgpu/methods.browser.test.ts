/** Every method of attribution on WebGPU: on five kinds of model, and on all with ECCO_EVERYTHING=1. */
import {methodLaws} from "../engine/method-laws.ts";
import * as oracle from "../engine/oracle-of-page.ts";
import {everything, slowNames} from "./kinds.ts";

/** A decoder, an encoder, both with a classifier, one of numbers alone, one of gates and two norms. */
const few = ["gpt2", "bert", "bart-sequence", "electra-discriminator", "gemma2"];

methodLaws("webgpu", oracle, everything ? slowNames : few);
