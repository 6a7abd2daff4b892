/** What base64 text holds. `mimeType` is the lower-case `type/subtype` of a `data:` prefix, null where it names none. */
export type Decoded =
  | { readonly ok: true; readonly bytes: Buffer; readonly mimeType: string | null }
  | { readonly ok: false; readonly problem: string };

const DATA_PREFIX = /^data:([^;,\s]*)(?:;[^;,\s]+)*?;base64$/i;
const MIME_TYPE = /^[a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+$/;
const LONGEST_PREFIX = 512;

const SKIP = 64;
const PAD = 65;
const BAD = 66;
const SEXTETS = sextetTable();

/**
 * Decodes base64 by RFC 4648 section 4, strictly (contract, section 6): the standard alphabet, canonical (unused bits are zero),
 * padded. CR, LF and spaces are skipped. A `data:[<type>][;params];base64,` prefix (RFC 2397) is allowed at the very
 * beginning. All else is refused with its position (characters, from 1), and so is a text without a single byte.
 * @param maxChars most characters of `text`, prefix and skipped characters included.
 */
export function decodeBase64(text: string, maxChars: number): Decoded {
  if (text.length > maxChars) {
    return refuse(
      `The base64 text has ${text.length} characters; at most ${maxChars} are taken. Send the file by upload`,
    );
  }
  const prefix = readPrefix(text);
  if (!prefix.ok) return prefix;
  return decodeFrom(text, prefix.length, prefix.mimeType);
}

type Prefix = { ok: true; length: number; mimeType: string | null } | { ok: false; problem: string };

function readPrefix(text: string): Prefix {
  if (text.slice(0, 5).toLowerCase() !== 'data:') return { ok: true, length: 0, mimeType: null };
  const comma = text.slice(0, LONGEST_PREFIX).indexOf(',');
  const match = comma === -1 ? null : DATA_PREFIX.exec(text.slice(0, comma));
  if (match === null) return refuse('The data: prefix must read "data:<type>;base64," before the base64 text');
  const type = (match[1] ?? '').toLowerCase();
  if (type !== '' && !MIME_TYPE.test(type)) return refuse('The type in the data: prefix must read like "image/png"');
  return { ok: true, length: comma + 1, mimeType: type === '' ? null : type };
}

function decodeFrom(text: string, start: number, mimeType: string | null): Decoded {
  const bytes = Buffer.allocUnsafe(Math.ceil(((text.length - start) * 3) / 4));
  let used = 0;
  let group = 0; // the bits of up to four characters
  let held = 0; // how many of them
  let at = start;
  // Plain loops over character codes: a regular expression over the whole text dies at 50 MB.
  for (; at < text.length; at++) {
    if (held === 0) {
      const end = decodeGroups(text, at, bytes, used);
      used += ((end - at) / 4) * 3;
      at = end;
    }
    const sextet = at < text.length ? sextetAt(text, at) : PAD;
    if (sextet === PAD) break;
    if (sextet === BAD) return refuse(badCharacter(at));
    if (sextet === SKIP) continue;
    group = (group << 6) | sextet;
    if (++held < 4) continue;
    writeGroup(bytes, used, group);
    used += 3;
    group = held = 0;
  }
  const fault = checkEnd(text, at, held, group);
  if (fault !== null) return refuse(fault);
  if (held > 1) bytes[used++] = held === 2 ? group >> 4 : group >> 10;
  if (held > 2) bytes[used++] = group >> 2;
  if (used === 0) return refuse('The base64 text is empty; send at least one byte');
  return { ok: true, bytes: trim(bytes, used), mimeType };
}

/** Decodes groups of four letters with nothing between them, which is nearly all of any text. Returns where they end. */
function decodeGroups(text: string, start: number, bytes: Buffer, from: number): number {
  let at = start;
  for (let used = from; at + 4 <= text.length; at += 4, used += 3) {
    const first = sextetAt(text, at);
    const second = sextetAt(text, at + 1);
    const third = sextetAt(text, at + 2);
    const fourth = sextetAt(text, at + 3);
    if ((first | second | third | fourth) >= SKIP) break;
    writeGroup(bytes, used, (first << 18) | (second << 12) | (third << 6) | fourth);
  }
  return at;
}

/** Never reads past the table: one such read and the engine runs all of this three times slower from then on. */
function sextetAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code < SEXTETS.length ? (SEXTETS[code] ?? BAD) : BAD;
}

/** A Buffer keeps the low eight bits of what is written to it. */
function writeGroup(bytes: Buffer, at: number, group: number): void {
  bytes[at] = group >> 16;
  bytes[at + 1] = group >> 8;
  bytes[at + 2] = group;
}

/** What is wrong with the end: padding that is missing, too much or not last, or bits that should be zero. */
function checkEnd(text: string, end: number, held: number, group: number): string | null {
  if (held === 1) return `The base64 text ends in the midst of a byte at character ${end}; send all of it`;
  let missing = held === 0 ? 0 : 4 - held;
  for (let at = end; at < text.length; at++) {
    const sextet = sextetAt(text, at);
    if (sextet === SKIP) continue;
    if (sextet !== PAD) return `Nothing may follow the "=" of base64, but character ${at + 1} does`;
    if (missing-- === 0) return `There is a "=" too many at character ${at + 1}; pad base64 to groups of four`;
  }
  if (missing > 0) return `The base64 text lacks its "=" after character ${text.length}; pad it to groups of four`;
  const unused = held === 2 ? group & 0xf : held === 3 ? group & 0x3 : 0;
  return unused === 0
    ? null
    : `The base64 text is not canonical: its last letter before character ${end + 1} has unused bits set`;
}

/** A view keeps the whole block alive, so a text of mere line breaks must not hold megabytes for a few bytes. */
function trim(bytes: Buffer, used: number): Buffer {
  const view = bytes.subarray(0, used);
  return used < bytes.length / 2 ? Buffer.from(view) : view;
}

function badCharacter(at: number): string {
  return `Character ${at + 1} is not of the standard base64 alphabet (A-Z a-z 0-9 + / =, RFC 4648 section 4)`;
}

function refuse(problem: string): { ok: false; problem: string } {
  return { ok: false, problem: `${problem}.` };
}

function sextetTable(): Uint8Array {
  const table = new Uint8Array(256).fill(BAD);
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  for (let sextet = 0; sextet < 64; sextet++) table[alphabet.charCodeAt(sextet)] = sextet;
  for (const skipped of ' \r\n') table[skipped.charCodeAt(0)] = SKIP;
  table['='.charCodeAt(0)] = PAD;
  return table;
}
