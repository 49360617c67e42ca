import {ContextConsumer} from "@lit/context";
import type {LitElement, ReactiveController} from "lit";
import {groupContext} from "./group.ts";
import type {Group} from "./group.ts";

/** Finds the group of the `<ecco-model>` that an element stands in, wherever it is moved. */
export class Surrounding implements ReactiveController {
  /** Undefined outside of every `<ecco-model>`. */
  group: Group | undefined;

  constructor(host: LitElement, changed: () => void) {
    // Before the consumer: what the old place has said is forgotten when the new one speaks.
    host.addController(this);
    new ContextConsumer(host, {
      context: groupContext,
      subscribe: true,
      callback: (group) => {
        this.group = group;
        changed();
      }
    });
  }

  hostDisconnected(): void {
    this.group = undefined;
  }
}
