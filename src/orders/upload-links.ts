import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../domain/clock.js';
import type { SealedBox } from '../storage/sealed-box.js';
import { expiredUploadUrl, invalidUploadUrl } from './upload-problems.js';

/** V: how long an upload URL is good for, in seconds. */
export const UPLOAD_EXPIRES_S = 3600;

/** What one PUT may bring, to the byte. */
export interface UploadTerms {
  /** `orders/<order_id>/<stored name>`. */
  readonly objectKey: string;
  /** In bytes. */
  readonly size: number;
  readonly mimeType: string;
}

/** What a URL says of itself, as it came; anything but texts is none of ours. */
export interface UploadProof {
  readonly expires?: unknown;
  readonly size?: unknown;
  readonly type?: unknown;
  readonly signature?: unknown;
}

const SIGNATURE_BYTES = 24;
const UPLOADS_PATH = '/api/orders/uploads';

/** Signed URLs for PUT: each good for one upload, of this size and type and no other, until it expires. */
export class UploadLinks {
  private readonly keys: readonly Buffer[];

  constructor(
    box: Pick<SealedBox, 'deriveKeys'>,
    private readonly publicUrl: () => string,
    private readonly clock: Clock,
  ) {
    this.keys = box.deriveKeys('upload-url');
  }

  /** `expires` in Unix seconds. */
  make({ objectKey, size, mimeType }: UploadTerms, expires: number): string {
    const [key] = this.keys;
    if (!key) throw new Error('There is no key to sign upload URLs with.');
    const signature = sign(key, [objectKey, String(size), mimeType, String(expires)]).toString('base64url');
    const [, orderId = '', name = ''] = objectKey.split('/');
    const query = new URLSearchParams({ expires: String(expires), size: String(size), type: mimeType, signature });
    return `${this.publicUrl()}${UPLOADS_PATH}/${orderId}/${encodeURIComponent(name)}?${query.toString()}`;
  }

  /** Throws 403 `upload_url_invalid` for what `make` did not make, 403 `upload_url_expired` for what it did, once it is over. */
  check(objectKey: string, proof: UploadProof): UploadTerms {
    const [expires, size, type, signature] = [proof.expires, proof.size, proof.type, proof.signature].map(text);
    if (expires === undefined || size === undefined || type === undefined || signature === undefined)
      throw invalidUploadUrl();
    const given = Buffer.from(signature, 'base64url');
    const ours = this.keys.some((key) => isSame(sign(key, [objectKey, size, type, expires]), given));
    if (!ours || given.toString('base64url') !== signature) throw invalidUploadUrl();
    if (Number(expires) * 1000 <= this.clock.now()) throw expiredUploadUrl();
    return { objectKey, size: Number(size), mimeType: type };
  }
}

/** Nothing that we sign holds a line feed, so no other parts make the same text. */
function sign(key: Buffer, parts: readonly string[]): Buffer {
  return createHmac('sha256', key).update(parts.join('\n')).digest().subarray(0, SIGNATURE_BYTES);
}

function isSame(left: Buffer, right: Buffer): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
