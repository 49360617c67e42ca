/** From the text of a template to its parts. */
import {parse, tokenize} from "@huggingface/jinja";
import type {Statement} from "./nodes.ts";

/** As transformers has it. */
const blocks = {lstrip_blocks: true, trim_blocks: true};

/** Throws an error of the parser for a text that is no template. */
export const parseTemplate = (text: string): Statement =>
  parse(tokenize(text, blocks)) as unknown as Statement;
