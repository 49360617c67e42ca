import {TokenStrip} from "@ecco/viz";
import type {Strip, Token} from "@ecco/viz";
import {produce} from "../questions/produced.ts";
import {readStrip} from "../recorded/read-strip.ts";
import {connected} from "./connected.ts";
import {Connection} from "./connection.ts";
import type {PromptInput} from "./conversation.ts";
import type {Plan} from "./plan.ts";
import type {ModelLike} from "./source.ts";

/** Shows the prompt as the model reads it, live; with `produce`, also how the model goes on. */
export class ConnectedTokenStrip extends TokenStrip {
  static override properties = {...TokenStrip.properties, ...connected, produce: {type: Number}};

  declare model: ModelLike | undefined;
  declare backend: string | undefined;
  declare prompt: PromptInput | undefined;
  declare src: string | undefined;
  declare shownPrompt: PromptInput | undefined;
  /** How many tokens to produce; defaults to 0. */
  declare produce: number;

  constructor() {
    super();
    this.produce = 0;
    new Connection<Strip>(this, planFor(this));
  }
}

const planFor = (host: ConnectedTokenStrip): Plan<Strip> => ({
  request: () => ({produce: host.produce}),
  async answer({model, prompt}, _request, {signal, partial}) {
    const read = await model.tokenize(prompt);
    if (host.produce < 1) return {tokens: read};
    const come: Token[] = [];
    const each = (token: Token): void => {
      come.push(token);
      partial({tokens: read, produced: [...come]});
    };
    const {tokens, produced} = await produce(model, prompt, host.produce, {signal, each});
    return {tokens, produced};
  },
  selection: () => host.value,
  read: readStrip
});
