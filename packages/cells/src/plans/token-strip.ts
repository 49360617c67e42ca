import type {Strip, Token} from "@ecco/viz";
import {produce} from "../questions/produced.ts";
import type {Plan} from "../elements/plan.ts";
import type {ConnectedTokenStrip} from "../elements/token-strip.ts";

export const planTokenStrip = (host: ConnectedTokenStrip): Plan<Strip> => ({
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
  selection: () => host.value
});
