/** dist/views.js: registers the drawing elements, which show traces and data; no engine. */
import {define} from "@ecco/viz";

export * from "@ecco/viz";

define();
