/** Registers every view to draw from recorded results, and what else draws without an engine: `import "@ecco/cells/recorded"`. */
import {define, elements} from "@ecco/viz";
import {readers} from "./recorded/readers.ts";
import {defineRecorded} from "./recorded/recorded-view.ts";

const tags = Object.keys(readers) as (keyof typeof readers)[];
defineRecorded(Object.fromEntries(tags.map((tag) => [tag, [elements[tag], readers[tag]]])));
// What shows no result: the prompt's field, the list of models.
define();
