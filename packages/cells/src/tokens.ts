/** The design tokens, for pages that show more than views. */
export {tokenSheet} from "@ecco/viz";
