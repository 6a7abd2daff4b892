import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../domain/clock.js';
import { Problem } from '../domain/problem.js';
import type { StoredFile } from '../domain/result.js';
import type { OrderRow } from '../storage/entities/order.js';
import type { SealedBox } from '../storage/sealed-box.js';
import { iso } from './order-view.js';

/** What a link says of itself: `expires` in Unix seconds and `signature`, as they came. */
export interface LinkProof {
  readonly expires?: string;
  readonly signature?: string;
}

export interface FileLink {
  readonly url: string;
  readonly expires_at: string;
}

type Target = Pick<OrderRow, 'order_id' | 'run'>;

const SIGNATURE_BYTES = 24;

/** Signed URLs of result files that need no token: each good for one file of one run, these bytes and no others, until it expires. */
export class FileLinks {
  private readonly keys: readonly Buffer[];

  constructor(
    box: Pick<SealedBox, 'deriveKeys'>,
    private readonly publicUrl: () => string,
    private readonly clock: Clock,
  ) {
    this.keys = box.deriveKeys('file-link');
  }

  make(order: Target, file: StoredFile, expiresS: number): FileLink {
    const [key] = this.keys;
    if (!key) throw new Error('There is no key to sign links with.');
    const expires = Math.floor(this.clock.now() / 1000) + expiresS;
    const signature = sign(key, order, file, String(expires)).toString('base64url');
    const path = `/v1/orders/${order.order_id}/files/${file.n}`;
    const url = `${this.publicUrl()}${path}?expires=${expires}&signature=${signature}`;
    return { url, expires_at: iso(expires * 1000) };
  }

  /** Throws 403 `link_invalid` for what `make` did not make for this file, 403 `link_expired` for what it did, once it is over. */
  check(order: Target, file: StoredFile, { expires = '', signature = '' }: LinkProof): void {
    const given = Buffer.from(signature, 'base64url');
    const ours = this.keys.some((key) => isSame(sign(key, order, file, expires), given));
    if (!ours || given.toString('base64url') !== signature) throw invalidLink();
    if (Number(expires) * 1000 <= this.clock.now())
      throw new Problem(403, 'link_expired', 'This link has expired: ask for a new one.');
  }
}

/** The same for a link to nothing as for a forged one: whoever asks without a token learns nothing of what is there. */
export function invalidLink(): Problem {
  return new Problem(403, 'link_invalid', 'This link is not valid: copy it whole, or ask for a new one.');
}

function sign(key: Buffer, { order_id, run }: Target, { n, sha256 }: StoredFile, expires: string): Buffer {
  const text = [order_id, run, n, sha256, expires].join('\n');
  return createHmac('sha256', key).update(text).digest().subarray(0, SIGNATURE_BYTES);
}

function isSame(left: Buffer, right: Buffer): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}
