/** What @huggingface/transformers finds in place of sharp, whose native libraries are under the LGPL. */
export default function sharp() {
  throw new Error(
    "pictures are not read in Node: sharp does not come with Ecco; read them in a page"
  );
}
