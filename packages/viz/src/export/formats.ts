/** What is loaded when a view is exported for the first time. */
export {toHtml} from "./to-html.ts";
export {toPng} from "./to-png.ts";
export {toSvg} from "./to-svg.ts";
