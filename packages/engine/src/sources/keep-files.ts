/** Files of a host, kept as they are read: who loads the model again need not ask the host again. */
import type {Files, OpenFile} from "./files.ts";

/** Bytes that are put aside at once. */
const portion = 8 << 20;

/** Returns the same files; each is handed on when it was read to its end. */
export function keepingFiles(files: Files, keep: (file: File) => void): Files {
  const kept = (name: string, opened: OpenFile | null): OpenFile | null =>
    opened && {
      size: opened.size,
      close: () => opened.close(),
      async *read() {
        const parts: Blob[] = [];
        let open: Uint8Array<ArrayBuffer>[] = [];
        let length = 0;
        const putAside = (): void => {
          parts.push(new Blob(open));
          [open, length] = [[], 0];
        };
        for await (const part of opened.read()) {
          open.push(new Uint8Array(part));
          length += part.length;
          if (length >= portion) putAside();
          yield part;
        }
        putAside();
        keep(new File(parts, name));
      }
    };
  const {peek} = files;
  return {
    ...files,
    open: async (name, signal) => kept(name, await files.open(name, signal)),
    ...(peek ? {peek: async (name, signal) => kept(name, await peek(name, signal))} : {})
  };
}
