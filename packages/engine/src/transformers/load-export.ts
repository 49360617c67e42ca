/** A model of an ONNX export, which transformers.js runs: what it answers, as a session of ours. */
import type {LoadOptions, ModelInfo} from "../api.ts";
import type {Choice} from "../backends/choose.ts";
import {createReference} from "../backends/reference/index.ts";
import {InputError} from "../errors.ts";
import {Session} from "../explain/session.ts";
import {openExport} from "../sources/exports/open-export.ts";
import type {OpenedExport} from "../sources/exports/open-export.ts";
import {exportSource} from "../sources/exports/export-source.ts";
import type {Source} from "../sources/open-source.ts";
import {chooseDevice} from "./device.ts";
import type {Device} from "./device.ts";
import {formOf, knownOf} from "./export-config.ts";
import {kindOf} from "./kinds.ts";
import {loadLibrary} from "./library.ts";
import {outputsBackend} from "./outputs-backend.ts";
import {outputsGraph} from "./outputs-graph.ts";
import {runExport} from "./run-export.ts";

export interface LoadedExport {
  readonly source: Source;
  /** `model_type` of its config. */
  readonly type: string;
  readonly session: Session;
  readonly choice: () => Choice;
  readonly known: Partial<ModelInfo>;
}

/** Returns the model. Throws SourceError, UnsupportedError for a kind that is not known, DeviceError. */
export async function loadExport(given: string, options: LoadOptions): Promise<LoadedExport> {
  if (options.dtype === "float64")
    throw new InputError(
      "dtype: got float64, but transformers.js computes as its export says; leave it out"
    );
  const device = await chooseDevice(options.backend);
  const {models, signal, token, hub, store, notice, progress, fetched} = options;
  return openExport(
    exportSource(given)!,
    {models, signal, token, hub, store, notice, progress, fetched},
    (opened) => loadOpened(opened, device, options)
  );
}

async function loadOpened(
  {source, files, found}: OpenedExport,
  device: Device,
  {signal, notice, needs}: LoadOptions
): Promise<LoadedExport> {
  source.notices?.forEach((each) => notice?.(each));
  const config = source.config as Readonly<Record<string, unknown>>;
  const kind = kindOf(config, files.location);
  const library = await loadLibrary();
  const running = await runExport(library, {files, found, kind, device, signal});
  const inner = await createReference({weights: new Map()});
  const {form, memory} = formOf(config, {kind: kind.kind, running, device});
  needs?.(memory);
  const {graph, weights} = outputsGraph(form);
  const backend = outputsBackend({
    name: device.name,
    memory,
    inner,
    logits: running.logits,
    outputsOnly: form.outputsOnly,
    vocabulary: form.vocabulary,
    dispose: running.dispose
  });
  const session = new Session({
    graph,
    cached: () => graph,
    weights,
    tokenizer: source.tokenizer,
    noTokenizer: source.noTokenizer,
    config,
    generation: source.generation,
    backend,
    fallback: () => Promise.resolve(null)
  });
  const bytes = source.bytes + running.bytes;
  return {
    source: {...source, bytes},
    type: String(config["model_type"]),
    session,
    choice: () => ({backend, reason: device.reason}),
    known: {...knownOf(config, {precision: found.precision, bytes: running.bytes}), bytes}
  };
}
