/** What `sextetAt` answers for characters that are no letter of base64: skipped, the `=`, and all others. */
export const SKIP = 64;
export const PAD = 65;
export const BAD = 66;

const SEXTETS = sextetTable();

/**
 * The six bits of a letter of the standard alphabet (RFC 4648 section 4), or `SKIP`, `PAD` or `BAD`, which are all above.
 * Never reads past the table: one such read and the engine runs all of this three times slower from then on.
 */
export function sextetAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code < SEXTETS.length ? (SEXTETS[code] ?? BAD) : BAD;
}

/**
 * Decodes groups of four letters with nothing between them from `at` until a group begins at `stop` or later, or has
 * anything but letters. Returns where they end. The text reaches three characters past `stop`; `bytes` has the room.
 */
export function decodeGroups(text: string, from: number, stop: number, bytes: Buffer, to: number): number {
  let at = from;
  for (let used = to; at < stop; at += 4, used += 3) {
    const first = sextetAt(text, at);
    const second = sextetAt(text, at + 1);
    const third = sextetAt(text, at + 2);
    const fourth = sextetAt(text, at + 3);
    if ((first | second | third | fourth) >= SKIP) break;
    writeGroup(bytes, used, (first << 18) | (second << 12) | (third << 6) | fourth);
  }
  return at;
}

/** Writes the three bytes of a group. A Buffer keeps the low eight bits of what is written to it. */
export function writeGroup(bytes: Buffer, at: number, group: number): void {
  bytes[at] = group >> 16;
  bytes[at + 1] = group >> 8;
  bytes[at + 2] = group;
}

function sextetTable(): Uint8Array {
  const table = new Uint8Array(256).fill(BAD);
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  for (let sextet = 0; sextet < 64; sextet++) table[alphabet.charCodeAt(sextet)] = sextet;
  for (const skipped of ' \r\n') table[skipped.charCodeAt(0)] = SKIP;
  table['='.charCodeAt(0)] = PAD;
  return table;
}
