/** Which addresses are of this computer, of its network or of nobody: nothing public may lead there. */

type Bytes = readonly number[];
interface Range {
  readonly first: Bytes;
  readonly bits: number;
}

const v4 = (text: string): Bytes => text.split(".").map(Number);
const range = (text: string): Range => {
  const [first, bits] = text.split("/") as [string, string];
  return {first: v4(first), bits: Number(bits)};
};

/** What is not the public internet of IPv4, as IANA lists it. */
const notPublic: readonly Range[] = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/3"
].map(range);

const isIn = (bytes: Bytes, {first, bits}: Range): boolean =>
  bytes.every((byte, i) => {
    const mask = (0xff00 >> Math.min(8, Math.max(0, bits - 8 * i))) & 0xff;
    return (byte & mask) === ((first[i] ?? 0) & mask);
  });

/** Public addresses of IPv6 are of 2000::/3, apart from these. */
const reserved6: readonly Range[] = [
  // Teredo and others that say an address of IPv4 within, documentation, and 6to4.
  {first: [0x20, 0x01, 0x00], bits: 23},
  {first: [0x20, 0x01, 0x0d, 0xb8], bits: 32},
  {first: [0x20, 0x02], bits: 16},
  {first: [0x3f, 0xff], bits: 20}
];
/** Translated to IPv4 by the network: what matters is the address within. */
const translated: Range = {first: [0x00, 0x64, 0xff, 0x9b], bits: 96};

/** Returns the 16 bytes of an address of IPv6; null for what is none. */
function bytesOf6(text: string): Bytes | null {
  const url = URL.parse(`http://[${text}]/`);
  if (!url) return null;
  const [before = "", after] = url.hostname.slice(1, -1).split("::");
  const words = (part: string): readonly string[] => part.split(":").filter(Boolean);
  const [left, right] = [words(before), words(after ?? "")];
  const all = [...left, ...Array<string>(8 - left.length - right.length).fill("0"), ...right];
  return all.flatMap((word) => {
    const number = parseInt(word, 16);
    return [number >> 8, number & 0xff];
  });
}

/** Whether an address, as a name was resolved to, is of the public internet; what is no address is not. */
export function isPublicAddress(text: string): boolean {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(text)) return !notPublic.some((each) => isIn(v4(text), each));
  const bytes = bytesOf6(text.replace(/%.*$/, ""));
  if (!bytes) return false;
  if (isIn(bytes, translated)) return isPublicAddress(bytes.slice(12).join("."));
  return (bytes[0]! & 0xe0) === 0x20 && !reserved6.some((each) => isIn(bytes, each));
}

/** The address a host is written as; null for a name. Other ways to write one are the same to URL. */
export function literalOf({hostname}: URL): string | null {
  if (hostname.startsWith("[")) return hostname.slice(1, -1);
  return /^\d+\.\d+\.\d+\.\d+$/.test(hostname) ? hostname : null;
}

/** Names that are given within a network only. */
const within = /^[^.]+\.?$|(?:^|\.)(?:localhost|local|lan|internal|intranet|home\.arpa)\.?$/i;

/** Whether who names this host names a computer of the own network, or this one. */
export function isPrivateHost(url: URL): boolean {
  const literal = literalOf(url);
  return literal === null ? within.test(url.hostname) : !isPublicAddress(literal);
}
