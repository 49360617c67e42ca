/** The engine's side of the elements. */
import type {LitElement} from "lit";
import {Connection} from "./elements/connection.ts";
import {PickerConnection} from "./elements/picker-connection.ts";
import type {Plan} from "./elements/plan.ts";
import {PromptConnection} from "./elements/prompt-connection.ts";
import type {Live} from "./page.ts";
import {plans} from "./plans/plans.ts";

const planOf = (tag: string): ((host: LitElement) => Plan<unknown>) | undefined =>
  (plans as unknown as Readonly<Record<string, (host: LitElement) => Plan<unknown>>>)[tag];

export const live: Live = {
  view(host, tag, read) {
    const plan = planOf(tag);
    if (!plan) return false;
    new Connection(host, plan(host) as Plan<never>, read);
    return true;
  },
  prompt: (host) => void new PromptConnection(host),
  picker: (host) => void new PickerConnection(host)
};
