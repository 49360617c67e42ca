import {ModelPicker} from "@ecco/viz";
import {PickerConnection} from "./picker-connection.ts";

/**
 * Chooses a model and brings it here: from the list, by name on the hub or address, or from files of this computer.
 * Nothing is downloaded unasked. `value` is what `<ecco-model src>` and `ecco.model()` take.
 */
export class ConnectedModelPicker extends ModelPicker {
  constructor() {
    super();
    new PickerConnection(this);
  }
}
