/** A worker of the shell: here the notebook's messages arrive, so that no flood of them stops the shell itself. */
import {Gate} from "./gate.ts";
import type {FromGate, ToGate} from "./protocol.ts";

const tell = (message: FromGate): void => postMessage(message);
let line: MessagePort | undefined;

const gate = new Gate({
  pass: (messages) => tell({kind: "messages", messages}),
  over: () => {
    line?.close();
    tell({kind: "over"});
  },
  clock: () => performance.now()
});

/** Reads what came; what cannot be read is none of ours. */
function read({data, ports}: MessageEvent): unknown {
  for (const port of ports) port.close();
  return ports.length > 0 ? null : data;
}

const handlers: {readonly [K in ToGate["kind"]]: (message: Extract<ToGate, {kind: K}>) => void} = {
  line: ({port}) => {
    line?.close();
    line = port;
    port.addEventListener("message", (event) => gate.take(read(event)));
    port.addEventListener("messageerror", () => gate.take(null));
    port.start();
  },
  send: ({message}) => line?.postMessage(message),
  taken: () => gate.taken(),
  end: () => {
    line?.close();
    gate.flush();
    tell({kind: "ended"});
  }
};

addEventListener("message", ({data}: MessageEvent<ToGate>) => handlers[data.kind](data as never));
