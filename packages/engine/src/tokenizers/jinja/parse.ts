/** From the text of a template to its parts. */
import {Template} from "@huggingface/jinja";
import type {Statement} from "./nodes.ts";

/** Throws an error of the parser for a text that is no template. */
export const parseTemplate = (text: string): Statement =>
  new Template(text).parsed as unknown as Statement;
