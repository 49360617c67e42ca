import {BaseElement} from "./base-element.ts";
import {sizer} from "./sizer.ts";

/** What a field says of itself while somebody types into it or chooses. */
const ofFields = ["beforeinput", "input", "change"] as const;
const stop = (event: Event): void => event.stopPropagation();

/**
 * An element whose inner fields are its own affair: their events end at its shadow root, where some browsers' events
 * would go on and pass for the element's. What the element itself sends does not pass that root.
 */
export abstract class Contained extends BaseElement {
  protected override createRenderRoot(): ShadowRoot {
    const root = super.createRenderRoot();
    for (const type of ofFields) root.addEventListener(type, stop);
    // The picture is drawn before it.
    this.renderOptions.renderBefore = root.appendChild(sizer());
    return root;
  }
}
