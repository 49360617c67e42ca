/** Reads off what a notebook asks for, where it cannot hold up the page. */
import {asksOf} from "./asks.ts";

addEventListener("message", ({data}: MessageEvent<Parameters<typeof asksOf>[0]>) => {
  postMessage(asksOf(data));
});
