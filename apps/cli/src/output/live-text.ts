/** Text on a terminal while it comes into being. */
export interface LiveText {
  /** Shows the text so far, which only ever grows. */
  tell(text: string | null): void;
  /** Shows the rest and ends the line. Returns whether there was anything to show. */
  end(text: string | null): boolean;
}

/** Returns a live text that writes only what is new. */
export function liveText(write: (part: string) => void): LiveText {
  let shown = 0;
  const tell = (text: string | null): void => {
    if (text === null || text.length <= shown) return;
    write(printable(text.slice(shown)));
    shown = text.length;
  };
  return {
    tell,
    end(text) {
      tell(text);
      if (shown > 0) write("\n\n");
      return shown > 0;
    }
  };
}

/** Returns the text without what a terminal would obey instead of showing it. */
export const printable = (text: string): string => text.replaceAll(/[^\P{Cc}\n\t]/gu, "\uFFFD");
