/** Observable Plot, whose charts are no wider than the notebook unless a width is given: its own 640 pixels shrink on a phone. */
import type * as Plot from "@observablehq/plot";
import {packageLoaders} from "./package-loaders.ts";

/** What charts are wide that are given no width. */
const usual = 640;

/** Loads Plot for a notebook that is shown in *root*. */
export async function loadFittingPlot(root: Element | undefined): Promise<typeof Plot> {
  const module = (await packageLoaders["@observablehq/plot"]()) as unknown as typeof Plot;
  if (!root) return module;
  const plot = (options: Plot.PlotOptions = {}): ReturnType<typeof Plot.plot> => {
    const width = roomIn(root);
    return module.plot(width > 0 && width < usual ? {width, ...options} : options);
  };
  // Marks draw themselves too, and know Plot's own function only.
  module.Mark.prototype.plot = function ({marks = [], ...options} = {}) {
    return plot({...options, marks: [...marks, this] as Plot.Markish[]});
  };
  return {...module, plot};
}

function roomIn(root: Element): number {
  const {paddingLeft, paddingRight} = getComputedStyle(root);
  return root.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
}
