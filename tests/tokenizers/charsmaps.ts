/** Writes the rules of a SentencePiece normalizer as its files hold them. */

interface Node {
  readonly children: Map<number, Node>;
  text?: string;
}

/** Returns `precompiled_charsmap` of these rules: a double-array trie (darts-clone) and its texts, in base64. */
export function charsmap(rules: Readonly<Record<string, string>>): string {
  const utf8 = new TextEncoder();
  const root: Node = {children: new Map()};
  for (const [key, text] of Object.entries(rules)) {
    let node = root;
    for (const byte of utf8.encode(key)) {
      let child = node.children.get(byte);
      if (!child) node.children.set(byte, (child = {children: new Map()}));
      node = child;
    }
    node.text = text;
  }
  const units: number[] = [0];
  const taken = new Set([0]);
  const texts: number[] = [];
  const place = (node: Node, at: number): void => {
    const labels = [...node.children.keys(), ...(node.text === undefined ? [] : [0])];
    let offset = 1;
    while (labels.some((label) => taken.has(at ^ offset ^ label))) offset++;
    const base = at ^ offset;
    for (const label of labels) taken.add(base ^ label);
    units[at] = ((units[at] ?? 0) | (offset << 10) | (node.text === undefined ? 0 : 0x100)) >>> 0;
    if (node.text !== undefined) {
      units[base] = (0x8000_0000 | texts.length) >>> 0;
      texts.push(...utf8.encode(node.text), 0);
    }
    for (const [label, child] of node.children) {
      units[base ^ label] = label;
      place(child, base ^ label);
    }
  };
  place(root, 0);
  const count = Math.ceil((Math.max(...taken) + 1) / 256) * 256;
  const bytes = new DataView(new ArrayBuffer(4 + 4 * count + texts.length));
  bytes.setUint32(0, 4 * count, true);
  // A unit that is none has a label that no byte has.
  for (let at = 0; at < count; at++) bytes.setUint32(4 + 4 * at, units[at] ?? 0x8000_0000, true);
  texts.forEach((byte, at) => bytes.setUint8(4 + 4 * count + at, byte));
  return Buffer.from(bytes.buffer).toString("base64");
}
