const { imul } = Math;
/** No text that is looked for is shorter: its first four characters are its key. */
const KEY_CHARS = 4;
const SPREAD = 0x9e3779b1;
/** Characters that may be compared for each character of a text, and for any text: who sets both could stall everybody. */
const COMPARED_PER_CHAR = 64;
const COMPARED_AT_LEAST = 10_000;

/**
 * Finds many texts in another in one pass, however many they are. Longer than that, it says so: a text made to be compared again
 * and again.
 */
export class TextFinder {
  /** By their first four characters: the lengths there are, longest first, and the texts of each. */
  private readonly byKey = new Map<number, { length: number; texts: Set<string> }[]>();
  private readonly maybe: Uint8Array;
  private readonly shift: number;

  /** @param texts of four characters or more. */
  constructor(texts: Iterable<string>) {
    const all = [...texts];
    const bits = Math.max(10, Math.ceil(Math.log2(all.length + 1)) + 4);
    this.shift = 32 - bits;
    this.maybe = new Uint8Array(1 << bits);
    for (const text of all) this.add(text);
    for (const lengths of this.byKey.values()) lengths.sort((a, b) => b.length - a.length);
  }

  /** Where they stand, as [from, to), in order, what overlaps as one; null where looking on would take too long. */
  find(text: string): [number, number][] | null {
    const found: [number, number][] = [];
    let left = COMPARED_AT_LEAST + text.length * COMPARED_PER_CHAR;
    const { maybe, shift } = this;
    let key = 0;
    for (let i = 0; i < text.length; i++) {
      key = (key << 8) ^ text.charCodeAt(i);
      if (i < KEY_CHARS - 1 || maybe[imul(key, SPREAD) >>> shift] === 0) continue;
      const from = i - KEY_CHARS + 1;
      for (const { length, texts } of this.byKey.get(key) ?? []) {
        if (from + length > text.length) continue;
        if ((left -= length) < 0) return null;
        if (!texts.has(text.slice(from, from + length))) continue;
        put(found, from, from + length);
        break;
      }
    }
    return found;
  }

  private add(text: string): void {
    let key = 0;
    for (let i = 0; i < KEY_CHARS; i++) key = (key << 8) ^ text.charCodeAt(i);
    this.maybe[imul(key, SPREAD) >>> this.shift] = 1;
    const lengths = this.byKey.get(key) ?? [];
    this.byKey.set(key, lengths);
    const same = lengths.find(({ length }) => length === text.length);
    if (same) same.texts.add(text);
    else lengths.push({ length: text.length, texts: new Set([text]) });
  }
}

/** `from` never goes back. What only touches stays apart. */
function put(found: [number, number][], from: number, to: number): void {
  const last = found.at(-1);
  if (last && from < last[1]) last[1] = Math.max(last[1], to);
  else found.push([from, to]);
}
