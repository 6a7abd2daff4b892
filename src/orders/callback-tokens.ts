import { createHmac, timingSafeEqual } from 'node:crypto';
import { isUuid } from '../domain/ids.js';
import type { SealedBox } from '../storage/sealed-box.js';
import type { CallbackTokens } from './job-request.js';

/** The order's id, 16 bytes, in base64url. */
const ID_CHARS = 22;
/** 144 bits. */
const SIGNATURE_BYTES = 18;
const FORM = /^[\w-]{46}$/;

/**
 * Tokens that end the callback URL of a `url_token` tool (contract, section 3): `<order id><HMAC-SHA256>`, both in base64url.
 * Bound to one order and to nothing else, so that nothing needs to be stored; they outlive a change of keys.
 */
export class CallbackTokenBook implements CallbackTokens {
  private readonly keys: readonly Buffer[];

  constructor(box: Pick<SealedBox, 'deriveKeys'>) {
    this.keys = box.deriveKeys('callback-token');
  }

  make(orderId: string): string {
    const [key] = this.keys;
    if (!key) throw new Error('There is no key to make callback tokens with.');
    const id = Buffer.from(orderId.replaceAll('-', ''), 'hex').toString('base64url');
    return id + sign(key, orderId).toString('base64url');
  }

  orderOf(token: string): string | null {
    if (!FORM.test(token)) return null;
    const orderId = uuidOf(Buffer.from(token.slice(0, ID_CHARS), 'base64url'));
    const given = Buffer.from(token.slice(ID_CHARS), 'base64url');
    if (!isUuid(orderId) || given.length !== SIGNATURE_BYTES) return null;
    // A token has one spelling: the last letter of the id's part holds four bits that count for nothing.
    const spelled = Buffer.from(orderId.replaceAll('-', ''), 'hex').toString('base64url');
    const ours = this.keys.some((key) => timingSafeEqual(sign(key, orderId), given));
    return ours && token.startsWith(spelled) ? orderId : null;
  }
}

function sign(key: Buffer, orderId: string): Buffer {
  return createHmac('sha256', key).update(orderId).digest().subarray(0, SIGNATURE_BYTES);
}

function uuidOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
