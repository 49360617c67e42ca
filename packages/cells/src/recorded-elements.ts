/** Registers every view to draw from recorded results, and what else draws without an engine: `import "@ecco/cells/recorded"`. */
import {LateModelPicker} from "./elements/late-model-picker.ts";
import {views} from "./elements/views.ts";
import {define} from "./page.ts";

define({...views, "ecco-model-picker": LateModelPicker});
