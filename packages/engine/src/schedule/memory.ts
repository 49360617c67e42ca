/** Buffers for a plan's storages: those that are never alive together share one. */

export interface Life {
  /** Index of the first step that needs it. */
  readonly from: number;
  /** Index of the last step that needs it. */
  readonly to: number;
}

export interface Assignment {
  /** Bytes of each slot, largest first. */
  readonly slots: readonly number[];
  /** The slot of each storage. */
  readonly slotOf: readonly number[];
}

/**
 * Returns slots for storages of these sizes in bytes. Greedy: the largest storage first, each into the first slot
 * that is free as long as it lives, so slots come out about as large as the peak.
 */
export function assignMemory(lives: readonly Life[], bytes: readonly number[]): Assignment {
  const slots: {bytes: number; lives: Life[]}[] = [];
  const slotOf = lives.map(() => -1);
  const order = lives.map((_, id) => id).toSorted((a, b) => bytes[b]! - bytes[a]!);
  for (const id of order) {
    const life = lives[id]!;
    const fits = slots.findIndex((slot) =>
      slot.lives.every((other) => other.to < life.from || life.to < other.from)
    );
    if (fits >= 0) slots[fits]!.lives.push(life);
    else slots.push({bytes: bytes[id]!, lives: [life]});
    slotOf[id] = fits >= 0 ? fits : slots.length - 1;
  }
  return {slots: slots.map((slot) => slot.bytes), slotOf};
}

/** Whether an assignment made for other lengths holds these sizes too. */
export const holds = ({slots, slotOf}: Assignment, bytes: readonly number[]): boolean =>
  bytes.every((size, id) => size <= slots[slotOf[id]!]!);
