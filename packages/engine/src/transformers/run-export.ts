/** Asks an export, through transformers.js, for its logits. */
import type {Tensor} from "../backends/backend.ts";
import {DeviceError, EccoError, SourceError, UnsupportedError} from "../errors.ts";
import type {Files} from "../sources/files.ts";
import type {ExportFiles} from "../sources/exports/export-files.ts";
import type {Device} from "./device.ts";
import type {ExportKind} from "./kinds.ts";
import type {Library} from "./library.ts";
import type {Asked, TokenRows} from "./outputs-backend.ts";

export interface Running {
  readonly logits: (asked: Asked, signal: AbortSignal | undefined) => Promise<Tensor>;
  /** How many logits there are at a position, or of a text. */
  readonly classes: number;
  /** Of the export's files. */
  readonly bytes: number;
  readonly dispose: () => void;
}

export interface ExportParts {
  readonly files: Files;
  readonly found: ExportFiles;
  readonly kind: ExportKind;
  readonly device: Device;
  readonly signal: AbortSignal | undefined;
}

/** What the library gives, as far as it is read here. */
interface Output {
  readonly data: Float32Array;
  readonly dims: readonly number[];
  readonly location: string;
  to(type: "float32"): Output;
  dispose(): void;
}

type Call = (
  inputs: Readonly<Record<string, unknown>>
) => Promise<Readonly<Record<string, Output>>>;

/** Returns the export, ready to be asked. Throws SourceError for a graph that does not load, or gives no logits. */
export async function runExport(library: Library, parts: ExportParts): Promise<Running> {
  const {files, found, kind, device, signal} = parts;
  const {transformers, handed} = library;
  const sizes = new Map<string, number>();
  const came = (file: string, size: number): void => void sizes.set(file, size);
  const model = await handed
    .during({files, signal, came}, (name) =>
      transformers[kind.auto].from_pretrained(name, {
        subfolder: found.folder,
        dtype: found.precision,
        device: device.device,
        use_external_data_format: found.parts,
        ...(device.device === "auto" ? {session_options: {executionProviders: ["cpu"]}} : {})
      })
    )
    .catch((error: unknown) => {
      signal?.throwIfAborted();
      if (error instanceof EccoError) throw error;
      if (said(error).startsWith("Unsupported model type"))
        throw new UnsupportedError(
          `${files.location}: transformers.js has no ${kind.auto.replace("AutoModel", "")} of this model_type`,
          {cause: error}
        );
      throw new SourceError(`${files.location}: transformers.js does not load it: ${said(error)}`, {
        cause: error
      });
    });
  const call = model as unknown as Call;
  const tensorOf = (rows: number, length: number, data: Int32Array): unknown =>
    new transformers.Tensor("int64", BigInt64Array.from(data, BigInt), [rows, length]);
  const idsOf = ({rows, length, ids}: TokenRows): unknown => tensorOf(rows, length, ids);
  let last: Promise<unknown> = Promise.resolve();

  async function ask({tokens, mask, types, answer}: Asked): Promise<Tensor> {
    const {rows, length} = tokens;
    const outputs = await call({
      input_ids: idsOf(tokens),
      attention_mask: tensorOf(rows, length, mask),
      ...(answer
        ? {decoder_input_ids: idsOf(answer)}
        : {token_type_ids: tensorOf(rows, length, types)})
    }).catch((error: unknown) => {
      throw new DeviceError(`transformers.js could not run the model: ${said(error)}`, "device", {
        cause: error
      });
    });
    const logits = outputs["logits"];
    if (!logits)
      throw new SourceError(
        `${files.location}: the export gives ${Object.keys(outputs).join(", ")}, expected logits`
      );
    const {data, dims} = logits.to("float32");
    for (const other of Object.values(outputs))
      if (other.location === "gpu-buffer") other.dispose();
    return {shape: dims, data};
  }

  /** One after the other: the runtime cannot do two things at once in a page. */
  const logits: Running["logits"] = (asked, stop) => {
    const next = last.then(() => {
      stop?.throwIfAborted();
      return ask(asked);
    });
    last = next.catch(() => undefined);
    return next;
  };

  const dispose = (): void =>
    void (model as {dispose(): Promise<unknown>}).dispose().catch(() => {});
  try {
    const one = {rows: 1, length: 1, ids: new Int32Array(1)};
    const pair = kind.kind === "encoder-decoder";
    const first = await ask({
      tokens: one,
      mask: Int32Array.of(1),
      types: new Int32Array(1),
      answer: pair ? one : null
    });
    const bytes = found.files.reduce((sum, file) => sum + (sizes.get(file) ?? 0), 0);
    return {logits, classes: first.shape.at(-1)!, bytes, dispose};
  } catch (error) {
    dispose();
    throw error;
  }
}

const said = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split("\n", 1)[0]!.slice(0, 400);
