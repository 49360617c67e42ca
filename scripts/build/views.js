/** dist/views.js: registers the views, which draw recorded results and data; no engine. */
import "@ecco/cells/recorded";

export * from "@ecco/viz";
