/** A view as PNG: its SVG, drawn at twice its size. */
import type {Subject} from "./subject.ts";
import {toSvg} from "./to-svg.ts";

const scale = 2;
/** Canvases have an end, in px along a side. */
const longest = 16_384;

/** Returns the picture; very large ones at less than twice their size. Throws when the page's policy forbids `img-src blob:`. */
export async function toPng(subject: Subject): Promise<Blob> {
  const source = URL.createObjectURL(new Blob([toSvg(subject)], {type: "image/svg+xml"}));
  const image = new Image();
  image.src = source;
  try {
    await image.decode();
    const times = Math.min(scale, longest / image.naturalWidth, longest / image.naturalHeight);
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.naturalWidth * times);
    canvas.height = Math.round(image.naturalHeight * times);
    canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) =>
        blob
          ? resolve(blob)
          : reject(new Error("PNG: the picture is too large for this browser; save it as SVG"))
      )
    );
  } catch (error) {
    if (error instanceof DOMException && error.name === "EncodingError")
      throw new Error(
        "PNG: the picture could not be read back; does the page's policy allow img-src blob:? Save it as SVG",
        {cause: error}
      );
    throw error;
  } finally {
    URL.revokeObjectURL(source);
  }
}
