import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../domain/clock.js';
import { isUuid } from '../domain/ids.js';
import type { SealedBox } from '../storage/sealed-box.js';
import { iso } from './order-view.js';

/** What a share token says, once its signature has proven that we said it. */
export interface Share {
  readonly orderId: string;
  /** Unix seconds. */
  readonly expires: number;
  /** How often the order's links had been withdrawn when it was made. */
  readonly generation: number;
}

export interface ShareLink {
  /** Of the buyer's page. */
  readonly url: string;
  readonly expires_at: string;
}

/** Tells people, and scanners for secrets, what it is; no other token of ours begins so. */
const PREFIX = 'rt_share_';
const ID_BYTES = 16;
const SAID_BYTES = ID_BYTES + 6 + 4;
const SIGNATURE_BYTES = 24;

/** Whether a text would be a share token: it says nothing of its worth. */
export function looksLikeShare(text: string): boolean {
  return text.startsWith(PREFIX);
}

/**
 * Tokens that show one order to its buyer: the order, an instant and a number, signed; nothing of them is kept. Nobody can make one
 * for another order or a longer time, and to whoever tries it takes the same time wherever a signature is wrong.
 */
export class ShareLinks {
  private readonly keys: readonly Buffer[];

  constructor(
    box: Pick<SealedBox, 'deriveKeys'>,
    private readonly publicUrl: () => string,
    private readonly clock: Clock,
  ) {
    this.keys = box.deriveKeys('share');
  }

  /** A link to the buyer's page, good for `expiresS` seconds from now. */
  make(orderId: string, generation: number, expiresS: number): ShareLink {
    const [key] = this.keys;
    if (!key) throw new Error('There is no key to sign links with.');
    const expires = Math.floor(this.clock.now() / 1000) + expiresS;
    const said = encode({ orderId, expires, generation });
    const token = PREFIX + Buffer.concat([said, sign(key, said)]).toString('base64url');
    return { url: `${this.publicUrl()}/o/${orderId}?t=${token}`, expires_at: iso(expires * 1000) };
  }

  /** Null for what `make` did not make, and for what is over. Whether it was withdrawn is for the order to say. */
  read(token: string): Share | null {
    if (!looksLikeShare(token)) return null;
    const text = token.slice(PREFIX.length);
    const bytes = Buffer.from(text, 'base64url');
    if (bytes.length !== SAID_BYTES + SIGNATURE_BYTES || bytes.toString('base64url') !== text) return null;
    const [said, given] = [bytes.subarray(0, SAID_BYTES), bytes.subarray(SAID_BYTES)];
    if (!this.keys.some((key) => timingSafeEqual(sign(key, said), given))) return null;
    const share = decode(said);
    return share.expires * 1000 > this.clock.now() ? share : null;
  }
}

function encode({ orderId, expires, generation }: Share): Buffer {
  if (!isUuid(orderId)) throw new Error('Only orders are shared.');
  const said = Buffer.alloc(SAID_BYTES);
  said.write(orderId.replaceAll('-', ''), 0, 'hex');
  said.writeUIntBE(expires, ID_BYTES, 6);
  said.writeUInt32BE(generation, ID_BYTES + 6);
  return said;
}

function decode(said: Buffer): Share {
  const hex = said.toString('hex', 0, ID_BYTES);
  const orderId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return { orderId, expires: said.readUIntBE(ID_BYTES, 6), generation: said.readUInt32BE(ID_BYTES + 6) };
}

function sign(key: Buffer, said: Buffer): Buffer {
  return createHmac('sha256', key).update(said).digest().subarray(0, SIGNATURE_BYTES);
}
