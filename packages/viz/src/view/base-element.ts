import {LitElement} from "lit";
import {adoptStyles} from "./adopt-styles.ts";

/** What every element of ours is: drawn with the same styles in every document it is made for or moved into. */
export abstract class BaseElement extends LitElement {
  protected override createRenderRoot(): ShadowRoot {
    const kind = this.constructor as typeof BaseElement;
    // A root that came with the markup holds a picture for pages without script.
    this.shadowRoot?.replaceChildren();
    const root = this.shadowRoot ?? this.attachShadow(kind.shadowRootOptions);
    adoptStyles(root, kind.elementStyles);
    return root;
  }

  /** The browser calls it when the element has come into another document, where the old one's sheets do not count. */
  adoptedCallback(): void {
    if (this.shadowRoot)
      adoptStyles(this.shadowRoot, (this.constructor as typeof BaseElement).elementStyles);
  }
}
