export type {
  Attribution,
  AttributionGroup,
  AttributionMatrix as AttributionMatrixData,
  AttributionTarget,
  AttributionWarning,
  Candidate,
  Candidates as CandidatesData,
  Faithfulness,
  Lens,
  LensGrid,
  LensLayer,
  LensReading,
  MethodComparison,
  ProducedAttributions,
  Provenance,
  Quality,
  Rankings as RankingsData,
  Token
} from "./data.ts";
export * as format from "./format.ts";
export {divergingStep, fill, rankStep, sequentialStep} from "./bins.ts";
export type {Scale} from "./bins.ts";
export {tokens} from "./tokens.ts";
export {scaleStyles, tokenSheet, tokenStyles} from "./tokens.styles.ts";
export {drawInline, drawTokens, lastWords} from "./token/draw-tokens.ts";
export type {TokensOptions} from "./token/draw-tokens.ts";
export {spokenToken, tokenLabel, tokenText} from "./token/label.ts";
export {mergeTokens} from "./token/merge.ts";
export type {Merge, Merged} from "./token/merge.ts";
export {wordRuns} from "./token/words.ts";
export type {Placed, Run} from "./token/words.ts";
export type {Origin} from "./export/subject.ts";
export {hasAddress, keepInAddress, readFragment} from "./permalink/page-state.ts";
export {View} from "./view/view.ts";
export {BaseElement} from "./view/base-element.ts";
export type {ActionEvent, ChangeEvent, TokenHoverEvent} from "./view/events.ts";
export type {ActionName, ViewState} from "./view/state.ts";
export type {Fact} from "./view/foot.ts";
export type {LeftOut, Taken, WithoutChoice} from "./view/taken.ts";
export type {Knob} from "./view/head.ts";
export {drawTable, tableToCsv} from "./view/table.ts";
export type {TableCell, TableData} from "./view/table.ts";
export type {Tip} from "./view/tip.ts";
export type {Spot} from "./view/walk.ts";
export {stripTable, TokenStrip} from "./token-strip/token-strip.ts";
export type {Strip} from "./token-strip/token-strip.ts";
export {drawDetailed, drawSaliency} from "./saliency/draw-saliency.ts";
export type {SaliencyOptions} from "./saliency/draw-saliency.ts";
export {familyOf, isSignedMethod, methodFamilies, takesOut, wordFor} from "./saliency/methods.ts";
export {Saliency} from "./saliency/saliency.ts";
export type {SaliencyData} from "./saliency/saliency.ts";
export {sharesOf, toProduced} from "./saliency/shares.ts";
export type {Shares} from "./saliency/shares.ts";
export type {Unit} from "./saliency/units.ts";
export {AttributionMatrix} from "./attribution-matrix/attribution-matrix.ts";
export type {MatrixValue} from "./attribution-matrix/attribution-matrix.ts";
export {drawAttributionMatrix} from "./attribution-matrix/draw-attribution-matrix.ts";
export type {MatrixOptions} from "./attribution-matrix/draw-attribution-matrix.ts";
export type {MatrixLook, MatrixScale} from "./attribution-matrix/scale.ts";
export {drawMethods} from "./methods/draw-methods.ts";
export type {MethodsOptions} from "./methods/draw-methods.ts";
export {Methods} from "./methods/methods.ts";
export {Attention} from "./attention/attention.ts";
export type {
  Attention as AttentionData,
  AttentionStack,
  AttentionValue,
  AttentionWeights,
  HeadChoice
} from "./attention/data.ts";
export {drawArcs} from "./attention/draw-arcs.ts";
export type {ArcOptions} from "./attention/draw-arcs.ts";
export {drawAttention, drawFlow} from "./attention/draw-attention.ts";
export type {AttentionLook} from "./attention/looks.ts";
export {awayOf, meanOf, rollout} from "./attention/weights.ts";
export type {Part, Writes as WritesData} from "./writes/data.ts";
export {drawWrites, partName} from "./writes/draw-writes.ts";
export {Score} from "./score/score.ts";
export type {Score as ScoreData, TokenScore} from "./score/data.ts";
export type {ScoreColour} from "./score/colours.ts";
export {Candidates} from "./candidates/candidates.ts";
export {drawCandidates} from "./candidates/draw-candidates.ts";
export type {CandidatesOptions} from "./candidates/draw-candidates.ts";
export {drawGeneration, drawStep} from "./generation/draw-generation.ts";
export {drawTree} from "./generation/draw-tree.ts";
export type {TreeOptions} from "./generation/draw-tree.ts";
export type {
  BeamNode,
  Generation as GenerationData,
  GenerationStep,
  GenerationValue
} from "./generation/data.ts";
export {Generation} from "./generation/generation.ts";
export type {GenerationLook} from "./generation/generation.ts";
export {positionOfStep} from "./generation/places.ts";
export {drawLens, drawLensList} from "./logit-lens/draw-lens.ts";
export type {LensListOptions, LensOptions} from "./logit-lens/draw-lens.ts";
export {lensToGrid, LogitLens} from "./logit-lens/logit-lens.ts";
export {modeWord} from "./logit-lens/reading.ts";
export type {LensColour} from "./logit-lens/colour.ts";
export type {LensValue} from "./logit-lens/logit-lens.ts";
export {DirectLogits} from "./direct-logits/direct-logits.ts";
export type {
  DirectLogits as DirectLogitsData,
  DirectNeuron,
  DirectPart
} from "./direct-logits/data.ts";
export {drawDirectLogits} from "./direct-logits/draw-direct-logits.ts";
export type {DirectLogitsOptions} from "./direct-logits/draw-direct-logits.ts";
export type {DirectValue} from "./direct-logits/parts.ts";
export {Patching} from "./patching/patching.ts";
export type {PatchValue} from "./patching/patching.ts";
export type {Patching as PatchingData} from "./patching/data.ts";
export {drawPatching} from "./patching/draw-patching.ts";
export type {PatchingOptions} from "./patching/draw-patching.ts";
export type {PatchVariant} from "./patching/shares.ts";
export {Ablation} from "./ablation/ablation.ts";
export type {AblationValue} from "./ablation/ablation.ts";
export type {Ablation as AblationData} from "./ablation/data.ts";
export {drawAblation} from "./ablation/draw-ablation.ts";
export {drawRankLines} from "./rankings/draw-rank-lines.ts";
export {drawRanks} from "./rankings/draw-ranks.ts";
export {Rankings} from "./rankings/rankings.ts";
export type {RankValue} from "./rankings/rankings.ts";
export {ModelPicker} from "./model-picker/model-picker.ts";
export type {ModelEntry, Pick as ModelPick} from "./model-picker/model-picker.ts";
export {transferText} from "./model-picker/draw-offer.ts";
export type {Offer as ModelOffer, Transfer as ModelTransfer} from "./model-picker/draw-offer.ts";
export {Prompt} from "./prompt/prompt.ts";
export {
  areMessages,
  askedOf,
  inPlaceOf,
  isConversation,
  promptIn,
  promptWords,
  samePrompt
} from "./prompt/conversation.ts";
export type {Conversation, Manner, Message, PromptInput} from "./prompt/conversation.ts";
export {messagesConverter, promptConverter, readPrompt, writePrompt} from "./prompt/written.ts";
export {Alike} from "./alike/alike.ts";
export type {AlikeLook, AlikeValue} from "./alike/alike.ts";
export type {Alike as AlikeData, AlikeText, AlikeUnit} from "./alike/data.ts";
export {drawAlike, drawPairs} from "./alike/draw-alike.ts";
export type {AlikeOptions} from "./alike/draw-alike.ts";
export type {EmbeddedText, Pooled, Similarities as SimilaritiesData} from "./sentences/data.ts";
export {drawSentences} from "./sentences/draw-sentences.ts";
export {Sentences} from "./sentences/sentences.ts";
export type {SentencesValue} from "./sentences/sentences.ts";
export type {Comparison as ComparisonData} from "./similarity/data.ts";
export {drawSimilarity} from "./similarity/draw-similarity.ts";
export {Similarity} from "./similarity/similarity.ts";
export type {SimilarityValue} from "./similarity/similarity.ts";
export type {
  NeuronData,
  NeuronFactors,
  NeuronName,
  SaliencyFactorsData,
  TopTokens
} from "./neurons/data.ts";
export {layersText, neuronName} from "./neurons/names.ts";
export {drawFactors} from "./factors/draw-factors.ts";
export type {FactorsOptions} from "./factors/draw-factors.ts";
export {Factors} from "./factors/factors.ts";
export type {FactorsValue} from "./factors/factors.ts";
export {Activations} from "./activations/activations.ts";
export type {ActivationValue} from "./activations/activations.ts";
export {drawActivations} from "./activations/draw-activations.ts";
export type {ProbeData, Probing as ProbingData, ProbingLayer} from "./probe/data.ts";
export {drawProbe} from "./probe/draw-probe.ts";
export type {ProbeOptions} from "./probe/draw-probe.ts";
export {Probe} from "./probe/probe.ts";
export type {ProbeValue} from "./probe/probe.ts";
export {drawSaliencyFactors} from "./saliency-factors/draw-saliency-factors.ts";
export type {SaliencyFactorsOptions} from "./saliency-factors/draw-saliency-factors.ts";
export {SaliencyFactors} from "./saliency-factors/saliency-factors.ts";
export type {SaliencyFactorsValue} from "./saliency-factors/saliency-factors.ts";
export {positionOfToken, tokenAtPosition} from "./projection/data.ts";
export type {Projection as ProjectionData, ProjectionLayer} from "./projection/data.ts";
export {drawProjection, layOut} from "./projection/draw-projection.ts";
export type {Laid, ProjectionOptions, Scatter} from "./projection/draw-projection.ts";
export {Projection} from "./projection/projection.ts";
export {Compare} from "./compare/compare.ts";
export type {CompareValue} from "./compare/compare.ts";
export {comparedOf} from "./compare/compared.ts";
export type {Compared} from "./compare/compared.ts";
export type {Side, Sides} from "./compare/data.ts";
export {drawCompare} from "./compare/draw-compare.ts";
export type {CompareOptions} from "./compare/draw-compare.ts";
export {define, elements} from "./define.ts";
