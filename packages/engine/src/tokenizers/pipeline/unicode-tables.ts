/**
 * Where the Unicode tables of the Rust library differ from those of JavaScript: it holds older ones, of versions 8 to 10.
 * Found by asking `tokenizers` 0.23.3 of Python for every code point. Code points in hexadecimal, ranges with a dash.
 */

/** Punctuation of today that is none there. */
export const notPunctuation = among(
  "61d 9fd-a76 c77-c84 1b4e-1b4f 1b7d-1b7f 2e43-2e5d 10d6e-10f89 113d4-1145d 11660-116b9 " +
    "1183b-11fff 12ff1-12ff2 16d6d-16fe2 1e5ff-1e95f"
);

/** Marks that take no room today and are none there. */
export const notNonspacing = among(
  "7fd 897-8e1 9fe afa-aff b55 c04-c3c d00 d3b-d3c d81 eba ece 180f-1886 1abf-1aeb 1df6-1dfb " +
    "a82c a8c5 a8ff a9bd 10d24-10f85 11070-11074 110c2 111c9 111cf 1123e-11241 1133b 113bb-1145e " +
    "1182f-1612f 16f4f 16fe4 1cf00-1cf46 1e000-1e6f5 1e944-1e94a"
);

/** Marks of today that are none there. */
export const notMark = among(
  "7fd 897-8d3 9fe afa-aff b55 c04-c3c cf3-d00 d3b-d3c d81 eba ece 1715 180f 1abf-1aeb 1cf7 " +
    "1df6-1dfa a82c a8ff 10d24-10f85 11070-11074 110c2 11145-11146 111c9 111ce-111cf 11241 1133b " +
    "113b8-113e2 1145e 1182c-11b67 11d31-1612f 16f4f 16f7f-16f87 16fe4-16ff1 1cf00-1cf46 " +
    "1e08f-1e6f5"
);

/** Formats of today that are none there. */
export const notUnclean = among("890-8e2 110cd-1343f");

/** Characters without a script there, and without a compatibility form. */
export const newer = among(
  "560 588 5ef 61d 7fd-7ff 860-89f 8b5 8be-8d3 9fc-9fe a76 afa-aff b55 c04 c3c c5c-c5d c77 c84 " +
    "cdc-cdd cf3-d00 d04 d3b-d3c d81 e86 e89 e8c e8e-e93 e98 ea0 ea8-ea9 eac eba ece 170d " +
    "1715-171f 180f 1878 1abf-1aeb 1b4c-1b4f 1b7d-1b7f 1c89-1cbf 1cf7 1cfa 1df6-1dfa 20bf-20c1 " +
    "23ff 2427-2429 2b96-2b97 2bba-2bbc 2bc9 2bd2-2beb 2bf0-2bff 2c2f 2c5f 2e45-2e5d 2ffc-2fff " +
    "312e-312f 31bb-31bf 31e4-31ef 32ff 4db6-4dbf 9fd6-9fff a7af a7b8-a7f6 a82c a8fe-a8ff " +
    "ab66-ab6b fbc2-fbd2 fd40-fd4f fd90-fd91 fdc8-fdcf fdfe-fdff 1019c 1032d-1032f 10570-105f3 " +
    "10780-107ba 10940-10959 10a34-10a35 10a48 10d00-10d8f 10e80-10ff6 11070-11075 110c2-110cd " +
    "11144-11147 111ce-111cf 1123f-11241 1133b 11380-113e2 1145a 1145e-11461 116b8-116b9 " +
    "116d0-116e3 1171a 11740-1183b 11900-11abf 11b00-11bf9 11d00-11fff 12f90-12ff2 1342f-143fa " +
    "16100-16139 16a70-16ac9 16d40-16ed3 16f45-16f4f 16f7f-16f87 16fe1-16ff6 187ed-187ff " +
    "18af3-1affe 1b002-1b2fb 1cc00-1cfc3 1d1e9-1d1ea 1d2c0-1d2f3 1d372-1d378 1df00-1df2a " +
    "1e030-1e7fe 1e94b 1ec71-1ed3d 1f10d-1f10f 1f12f 1f16c-1f16f 1f1ad 1f260-1f265 1f6d3-1f6df " +
    "1f6f7-1f6fc 1f774-1f77f 1f7d5-1f7f0 1f8b0-1f90f 1f91f 1f928-1f92f 1f931-1f932 1f93f " +
    "1f94c-1f94f 1f95f-1f97f 1f992-1f9bf 1f9c1-1fbfa 2a6d7-2a6df 2b735-2b73f 2cea2-2ee5d " +
    "30000-33479"
);

function among(ranges: string): (char: string) => boolean {
  const bounds = ranges.split(" ").map((range) => {
    const [from, to = from] = range.split("-");
    return [parseInt(from!, 16), parseInt(to!, 16)] as const;
  });
  const first = bounds[0]![0];
  return (char) => {
    const code = char.codePointAt(0)!;
    if (code < first) return false;
    let [low, high] = [0, bounds.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (bounds[middle]![0] <= code) low = middle;
      else high = middle - 1;
    }
    return code <= bounds[low]![1];
  };
}
