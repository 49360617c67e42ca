/** Registers every connected element under its tag, and makes those live that are on the page already: `import "@ecco/cells/elements"`. */
import {ModelElement} from "./elements/model.ts";
import {ConnectedModelPicker} from "./elements/model-picker.ts";
import {views} from "./elements/views.ts";
import {live} from "./live.ts";
import {define, goLive} from "./page.ts";

const elements = {
  "ecco-model": ModelElement,
  "ecco-model-picker": ConnectedModelPicker
} as const;

type Views = {readonly [T in keyof typeof views]: InstanceType<(typeof views)[T]>};

declare global {
  interface HTMLElementTagNameMap extends Views {
    "ecco-model": ModelElement;
    "ecco-model-picker": ConnectedModelPicker;
  }
}

// The model first: what stands inside asks it for the group as soon as it is live.
define({"ecco-model": ModelElement});
goLive(live);
define({...elements, ...views});
