/** A real conversation with SmolLM2 (135M, instruct), written by record-chat.ts. */
import type {Attribution, LensGrid, ProducedAttributions} from "../../packages/viz/src/data.ts";
import type {Strip} from "../../packages/viz/src/index.ts";
import json from "./data/chat.json" with {type: "json"};

interface Chat {
  /** An answer that is begun, and the word it goes on with. */
  readonly begun: Attribution;
  /** A question, and what is answered. */
  readonly answer: ProducedAttributions;
  readonly lens: LensGrid;
}

const recorded = json as unknown as Chat;
const {tokens, produced} = recorded.answer;

export const chat: Chat & {readonly strip: Strip} = {...recorded, strip: {tokens, produced}};
