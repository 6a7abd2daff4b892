import { createHmac, timingSafeEqual } from 'node:crypto';
import { Problem } from '../domain/problem.js';

const SIGNATURE_BYTES = 16;

/**
 * Opaque, signed places in lists (contract, section 0). What is signed holds the list's name, so a cursor of one list, or of
 * the same list under other filters, is refused by another.
 */
export class Cursors {
  private readonly signing: Buffer;

  /** Keys by `SealedBox.deriveKeys('cursor')`: the first signs, all count, so that cursors outlive a change of keys. */
  constructor(private readonly keys: readonly Buffer[]) {
    const [first] = keys;
    if (first === undefined) throw new RangeError('Cursors need a key to be signed with.');
    this.signing = first;
  }

  /** `at` is a JSON value: the place of the last item of the page. */
  encode(list: string, at: unknown): string {
    const text = Buffer.from(JSON.stringify(at)).toString('base64url');
    return `${text}.${sign(this.signing, list, text).toString('base64url')}`;
  }

  /** Throws 400 `invalid_cursor` for what `encode` did not make for this list. */
  decode(list: string, cursor: string): unknown {
    const [text, signature, ...more] = cursor.split('.');
    if (text === undefined || signature === undefined || more.length > 0) throw invalidCursor();
    const given = Buffer.from(signature, 'base64url');
    if (!this.keys.some((key) => isSame(sign(key, list, text), given))) throw invalidCursor();
    return JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown;
  }
}

function sign(key: Buffer, list: string, text: string): Buffer {
  return createHmac('sha256', key).update(`${list}\n${text}`).digest().subarray(0, SIGNATURE_BYTES);
}

function isSame(left: Buffer, right: Buffer): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}

function invalidCursor(): Problem {
  const message = 'This cursor is not one of this list with these filters: leave it out to begin at the first page.';
  return new Problem(400, 'invalid_cursor', message, [{ field: 'cursor', message: 'is not one of this list' }]);
}
