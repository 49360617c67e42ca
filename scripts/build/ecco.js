/** dist/ecco.js: registers every connected element and exports what notebooks see. */
import "@ecco/cells/elements";
export * from "@ecco/cells";
