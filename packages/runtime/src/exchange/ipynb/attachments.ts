/** Pictures that a cell of Jupyter brings with it. */
import {objectOf, textFrom} from "./json-shape.ts";
import type {Json} from "./json-shape.ts";

const picture = /^image\/(?:png|jpeg|gif|webp|svg\+xml)$/;
const base64 = /^[\w+/=\s]*$/;

/** Returns the address of a picture that is part of the text; null of what is none. */
export function dataAddress(mime: string, data: unknown): string | null {
  const text = textFrom(data);
  if (!picture.test(mime) || !text) return null;
  if (mime === "image/svg+xml" && /^\s*</.test(text))
    return `data:${mime},${encodeURIComponent(text)}`;
  return base64.test(text) ? `data:${mime};base64,${text.replace(/\s+/g, "")}` : null;
}

/** Returns Markdown whose `attachment:` addresses lead to the pictures of the cell. */
export function withAttachments(text: string, cell: Json, notice: (what: string) => void): string {
  const all = objectOf(cell["attachments"]);
  return text.replace(/attachment:([^\s)"'<>]+)/g, (whole, written: string) => {
    const name = decoded(written);
    const file = Object.hasOwn(all, name) ? objectOf(all[name]) : {};
    for (const [mime, data] of Object.entries(file)) {
      const address = dataAddress(mime, data);
      if (address) return address;
    }
    notice(
      `the picture ${JSON.stringify(name.slice(0, 80))} is not among the attachments of its cell`
    );
    return whole;
  });
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
