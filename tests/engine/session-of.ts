/** A session on one backend, without a model around it. */
import {buildGraph} from "../../packages/engine/src/architectures/index.ts";
import {chooseBackend} from "../../packages/engine/src/backends/choose.ts";
import {Session} from "../../packages/engine/src/explain/session.ts";
import type {BackendName} from "../../packages/engine/src/results.ts";
import {openSource} from "../../packages/engine/src/sources/index.ts";

/** Returns a session of the model in a folder (or of an embedded name). */
export async function sessionOf(folder: string, backend: BackendName): Promise<Session> {
  const {config, weights, tokenizer} = await openSource(folder);
  const known = config as Readonly<Record<string, unknown>>;
  const choice = await chooseBackend({
    weights,
    backend,
    dtype: undefined,
    notice: undefined
  });
  return new Session({
    ...buildGraph(known, weights),
    weights,
    tokenizer,
    config: known,
    backend: choice.backend,
    fallback: () => Promise.resolve(null)
  });
}
