import type {
  Attribution,
  Candidates,
  LensGrid,
  ProducedAttributions,
  Rankings,
  Token
} from "../../packages/viz/src/data.ts";
import json from "./data/recorded.json" with {type: "json"};

/** Real results of atlas and critic, written by record.ts. */
export const recorded = json as unknown as {
  readonly candidates: Candidates;
  readonly attributions: ProducedAttributions;
  readonly gradient: Attribution;
  readonly incomplete: Attribution;
  readonly lens: LensGrid;
  readonly produced: Rankings;
  readonly watched: Rankings;
  readonly review: Attribution;
  readonly tokens: readonly Token[];
  readonly special: readonly Token[];
};
