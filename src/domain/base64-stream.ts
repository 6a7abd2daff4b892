import { BAD, decodeGroups, PAD, sextetAt, SKIP, writeGroup } from './base64-alphabet.js';
import { Base64Prefix } from './base64-prefix.js';

/** Bytes handed out at once: a multiple of three, so that a group of four letters never straddles two slabs. */
const SLAB = 49_152;

/**
 * Decodes base64 that arrives in pieces, cut anywhere, by RFC 4648 section 4, strictly (contract, section 6): the standard
 * alphabet, canonical (unused bits are zero), padded. CR, LF and spaces are skipped. A `data:[<type>][;params];base64,`
 * prefix (RFC 2397) is allowed at the very beginning. All else is refused with its position (characters, from 1), and so is
 * a text without a single byte. Refusals are sentences, the same wherever the text was cut; after one nothing is read any more.
 * Holds at most one slab and one prefix, however long the text.
 */
export class Base64Stream {
  /** Bytes decoded so far. Whole once `end` has answered null. */
  size = 0;

  private readonly prefix = new Base64Prefix();
  private readonly slabSize: number;
  private slab: Buffer | null = null;
  private used = 0; // bytes in the slab
  private seen = 0; // characters taken, prefix and skipped ones included
  private group = 0; // the bits of up to three letters
  private held = 0; // how many of them
  private padAt = -1; // index of the first "=", -1 before it
  private missing = 0; // how many more "=" have to follow it
  private problem: string | null = null;

  /**
   * @param maxChars most characters of the text, prefix and skipped characters included.
   * @param sink takes the bytes in their order, at most 49,152 (48 KiB) at a time, and may keep them: no slab is used twice.
   */
  constructor(
    private readonly maxChars: number,
    private readonly sink: (bytes: Buffer) => void,
  ) {
    this.slabSize = Math.min(SLAB, Math.ceil(maxChars / 4) * 3);
  }

  /** The lower-case `type/subtype` of a `data:` prefix; null where there is none (yet) or it names none. */
  get mimeType(): string | null {
    return this.prefix.mimeType;
  }

  /** Takes the next piece of the text. Returns why the text is refused, null while it is not. */
  write(text: string): string | null {
    if (this.problem !== null) return this.problem;
    const room = this.maxChars - this.seen;
    const problem = this.take(text.length > room ? text.slice(0, room) : text);
    return this.settle(problem ?? (text.length > room ? tooLong(null, this.maxChars) : null));
  }

  /** Hands out the last bytes; to be called once. Returns why the text is refused, null where it was whole and right. */
  end(): string | null {
    if (this.problem !== null) return this.problem;
    const problem = this.prefix.isOpen ? this.begin(this.prefix.close()) : null;
    return this.settle(problem ?? this.checkEnd() ?? this.flushLast());
  }

  private take(text: string): string | null {
    const base = this.seen;
    this.seen += text.length;
    return this.prefix.isOpen ? this.begin(this.prefix.take(text)) : this.decode(text, 0, base);
  }

  /** Decodes what stood behind the prefix, or turned out to be none. */
  private begin(problem: string | null): string | null {
    if (problem !== null || this.prefix.isOpen) return problem;
    const head = this.prefix.release();
    return this.decode(head, this.prefix.length, 0);
  }

  /** @param base index in the whole text of this piece's first character. */
  private decode(text: string, start: number, base: number): string | null {
    // Plain loops over character codes: a regular expression over the whole text dies at 50 MB.
    for (let at = start; at < text.length; at++) {
      const sextet = sextetAt(text, at);
      if (sextet === SKIP) continue;
      if (sextet < SKIP && this.padAt === -1) {
        const end = this.held === 0 ? this.takeGroups(text, at) : at;
        if (end === at) this.hold(sextet);
        else at = end - 1;
        continue;
      }
      const problem = this.takeOther(sextet, base + at);
      if (problem !== null) return problem;
    }
    return null;
  }

  /** Groups of four letters with nothing between them are nearly all of any text. Returns where they end. */
  private takeGroups(text: string, start: number): number {
    let at = start;
    while (at + 4 <= text.length) {
      const slab = this.openSlab();
      const from = this.used;
      const stop = Math.min(text.length - 3, at + ((slab.length - from) / 3) * 4);
      const end = decodeGroups(text, at, stop, slab, from);
      this.advance(((end - at) / 4) * 3);
      if (end < stop) return end;
      at = end;
    }
    return at;
  }

  private hold(sextet: number): void {
    this.group = (this.group << 6) | sextet;
    if (++this.held < 4) return;
    writeGroup(this.openSlab(), this.used, this.group);
    this.advance(3);
    this.group = this.held = 0;
  }

  /** What is no letter, or follows the padding: padding that is right so far returns null. */
  private takeOther(sextet: number, at: number): string | null {
    if (this.padAt === -1) {
      if (sextet === BAD) return badCharacter(at);
      if (this.held === 1) return endsInByte(at);
      this.padAt = at;
      this.missing = this.held === 0 ? 0 : 4 - this.held;
    }
    if (sextet !== PAD) return `Nothing may follow the "=" of base64, but character ${at + 1} does.`;
    if (this.missing-- > 0) return null;
    return `There is a "=" too many at character ${at + 1}; pad base64 to groups of four.`;
  }

  /** What is wrong with the end: padding that is missing, or bits that should be zero. */
  private checkEnd(): string | null {
    if (this.held === 1) return endsInByte(this.seen);
    const missing = this.padAt === -1 && this.held > 0 ? 4 - this.held : this.missing;
    if (missing > 0) return `The base64 text lacks its "=" after character ${this.seen}; pad it to groups of four.`;
    const unused = this.held === 2 ? this.group & 0xf : this.held === 3 ? this.group & 0x3 : 0;
    if (unused === 0) return null;
    return `The base64 text is not canonical: its last letter before character ${this.padAt + 1} has unused bits set.`;
  }

  private flushLast(): string | null {
    const { held, group } = this;
    if (held > 1) {
      const slab = this.openSlab();
      slab[this.used] = held === 2 ? group >> 4 : group >> 10;
      if (held === 3) slab[this.used + 1] = group >> 2;
      this.advance(held - 1);
    }
    if (this.size === 0) return 'The base64 text is empty; send at least one byte.';
    if (this.slab !== null && this.used > 0) this.sink(trim(this.slab, this.used));
    this.slab = null;
    return null;
  }

  private openSlab(): Buffer {
    return (this.slab ??= Buffer.allocUnsafe(this.slabSize));
  }

  private advance(bytes: number): void {
    this.used += bytes;
    this.size += bytes;
    if (this.slab === null || this.used < this.slab.length) return;
    this.sink(this.slab);
    this.slab = null;
    this.used = 0;
  }

  private settle(problem: string | null): string | null {
    this.problem = problem;
    if (problem !== null) this.slab = null;
    return problem;
  }
}

/** @param chars how many characters there are, null where more may come. */
export function tooLong(chars: number | null, maxChars: number): string {
  const has = chars ?? `more than ${maxChars}`;
  return `The base64 text has ${has} characters; at most ${maxChars} are taken. Send the file by upload.`;
}

function badCharacter(at: number): string {
  return `Character ${at + 1} is not of the standard base64 alphabet (A-Z a-z 0-9 + / =, RFC 4648 section 4).`;
}

function endsInByte(at: number): string {
  return `The base64 text ends in the midst of a byte at character ${at}; send all of it.`;
}

/** A view keeps the whole slab alive, so a text of mere line breaks must not hold kilobytes for a few bytes. */
function trim(slab: Buffer, used: number): Buffer {
  const view = slab.subarray(0, used);
  return used < slab.length / 2 ? Buffer.from(view) : view;
}
