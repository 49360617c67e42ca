/** dist/guided.js: registers what guides a reader through a text, beside ecco.js or views.js. */
import "@ecco/cells/guided";
