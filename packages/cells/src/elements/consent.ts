/** Whether a reader is asked before a model's weights come: by where they lie and what they weigh. */
import {describeSource, usualStore} from "@ecco/engine";
import {configure, modelsAddress} from "../settings.ts";
import type {ModelSource} from "./group.ts";

/** A model that waits for a reader's word. */
export interface Waiting {
  readonly name: string;
  /** Of all its files; null where the host does not say. */
  readonly bytes: number | null;
  /** Who would be asked for it; null for files beside the page. */
  readonly host: string | null;
  /** Where it stays: "in this browser". */
  readonly place: string;
}

/** What the page's author says of it. */
export interface Wish {
  /** Ask, whatever it weighs. */
  readonly lazy: boolean;
  /** Do not ask. */
  readonly autoload: boolean;
}

/**
 * What comes from the page's own host without a question, in bytes: the models that come with Ecco weigh 8 to 10 MB,
 * and what is larger than a page with many pictures should be somebody's wish.
 */
const unasked = 16_000_000;

/** Names of models beside Ecco's own module; anything else is an address. */
const isBeside = (src: string): boolean => /^[\w-]+$/.test(src);

/** Returns whether nothing has to be found out: the model comes at once, as its author has named it. */
export function comesAtOnce({src}: ModelSource, {lazy, autoload}: Wish): boolean {
  if (autoload) return true;
  // A page that brings models in its own way asks in its own way.
  const {load, resolve} = configure();
  return !lazy && (isBeside(src) || load !== undefined || resolve !== undefined);
}

/** Returns what a reader is asked about; null when nothing has to come, or little from the page's own host. */
export async function waitingFor(
  {src, models}: ModelSource,
  {lazy}: Wish,
  signal: AbortSignal
): Promise<Waiting | null> {
  const {name, bytes, cached, host} = await describeSource(src, {
    models: models ?? modelsAddress(),
    signal
  });
  if (cached) return null;
  const isOwn = host === null || host === location.host;
  if (!lazy && isOwn && bytes !== null && bytes <= unasked) return null;
  // Files of the page's own host stay where the rest of the page does.
  const place = isOwn ? "in this browser" : (await usualStore()).place;
  return {name, bytes, host: isOwn ? null : host, place};
}
