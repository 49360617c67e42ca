import {ModelPicker} from "@ecco/viz";
import {connect} from "./connect.ts";

/** A list of models on a page whose engine comes later, or never. */
export class LateModelPicker extends ModelPicker {
  constructor() {
    super();
    connect(this, (live) => live.picker(this));
  }
}
