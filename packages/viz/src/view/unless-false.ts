import type {ComplexAttributeConverter} from "lit";

/** Of a property that is true unless its attribute says "false", and that is written into the markup only then. */
export const unlessFalse: ComplexAttributeConverter<boolean> = {
  fromAttribute: (text) => text !== "false",
  toAttribute: (on) => (on ? null : "false")
};
