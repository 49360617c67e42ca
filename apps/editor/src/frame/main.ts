/** The notebook frame: where the code of a notebook runs, on a site of its own. */
import "./frame.css";
import "./inspector.css";
import "./prose.css";
import "./article.css";
import "@observablehq/inputs/dist/index.css";
import "./library.css";
import "./layout.css";
import {tokenSheet} from "@ecco/cells/tokens";
import {hello} from "../protocol/messages.ts";
import type {ToShell} from "../protocol/messages.ts";
import {isConfined} from "./confined.ts";
import {NotebookFrame} from "./notebook-frame.ts";
import {keepPageWidth} from "./page-width.ts";
import {explainFetch} from "./refused-requests.ts";

explainFetch();
keepPageWidth();

const style = document.createElement("style");
style.textContent = tokenSheet();
document.head.prepend(style);

/** The shell is served by the same server, without the frame's own label before its name. */
const shell = location.origin.replace(/\/\/nb-[\da-f]{20}(-\d+)?\./, "//");

function greet(event: MessageEvent): void {
  if (event.origin !== shell || event.source !== parent || event.data !== hello) return;
  const [port] = event.ports;
  if (!port) return;
  removeEventListener("message", greet);
  new NotebookFrame(document.body, port).start();
  void isConfined().then((is) => {
    if (!is) port.postMessage({kind: "reaches network"} satisfies ToShell);
  });
}
addEventListener("message", greet);
