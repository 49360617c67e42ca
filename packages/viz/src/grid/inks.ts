/** The colours of a fill, as the style sheet has them now. */
export interface Ink {
  readonly ground: string;
  readonly text: string;
}

export interface Inks {
  /** Returns the colours of a cell with this fill class; "" is no fill. */
  readonly of: (fill: string) => Ink;
  readonly line: string;
  readonly accent: string;
  /** Of a figure, without weight and size. */
  readonly family: string;
  readonly size: number;
}

/**
 * Returns what reads colours from the style sheet: *box* is an unseen grid of the view's kind, where a cell of each
 * asked class is put once. Nobody spells a colour a second time.
 */
export function inksOf(box: HTMLElement): Inks {
  const known = new Map<string, Ink>();
  const put = (name: string): CSSStyleDeclaration => {
    const cell = document.createElement("span");
    cell.className = name;
    box.append(cell);
    return getComputedStyle(cell);
  };
  box.replaceChildren();
  const {borderTopColor: line, outlineColor: accent} = put("rule");
  const {fontFamily: family, fontSize} = put("c z");
  return {
    line,
    accent,
    family,
    size: Number.parseFloat(fontSize) || 12,
    of: (fill) => {
      let ink = known.get(fill);
      if (!ink) {
        const {backgroundColor, color} = put(`c ${fill || "z"}`);
        known.set(fill, (ink = {ground: backgroundColor, text: color}));
      }
      return ink;
    }
  };
}
