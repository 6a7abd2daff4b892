import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

/** Why a sealed text did not open. Its message holds no secret and no part of the text. */
export class SealError extends Error {
  constructor(
    readonly reason: 'malformed' | 'unknown_key' | 'tampered',
    message: string,
  ) {
    super(message);
    this.name = 'SealError';
  }
}

export interface SealingKeys {
  /** 32 bytes: seals and opens. */
  readonly current: Buffer;
  /** The key before it: only opens. */
  readonly previous?: Buffer;
}

interface Key {
  readonly id: string;
  readonly sealing: Buffer;
  readonly master: Buffer;
}

const nonceBytes = 12;
const tagBytes = 16;

/**
 * Seals texts for the database with AES-256-GCM (NIST SP 800-38D, random 96-bit nonces).
 * `bind` names the row and column ("tool:abc:auth_headers") and is authenticated with the text: a sealed value moved to another row
 * does not open. Form: `v1.<keyId>.<nonce>.<ciphertext+tag>`, base64url.
 */
export class SealedBox {
  private readonly current: Key;
  private readonly keys: readonly Key[];

  constructor({ current, previous }: SealingKeys) {
    this.current = makeKey(current);
    this.keys = previous ? [this.current, makeKey(previous)] : [this.current];
  }

  /** Tells keys apart without saying anything about them. */
  get keyId(): string {
    return this.current.id;
  }

  /** How many keys open. */
  get keyCount(): number {
    return this.keys.length;
  }

  seal(plain: string, bind: string): string {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', this.current.sealing, nonce, { authTagLength: tagBytes });
    cipher.setAAD(associated(this.current.id, bind));
    const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `v1.${this.current.id}.${nonce.toString('base64url')}.${sealed.toString('base64url')}`;
  }

  /** Throws `SealError` for another key, another row, or a text that was changed. */
  open(sealed: string, bind: string): string {
    const { keyId, nonce, bytes } = parse(sealed);
    const key = this.keys.find(({ id }) => id === keyId);
    if (!key) throw new SealError('unknown_key', 'A sealed value was made with another encryption key.');
    const decipher = createDecipheriv('aes-256-gcm', key.sealing, nonce, { authTagLength: tagBytes });
    decipher.setAAD(associated(key.id, bind));
    decipher.setAuthTag(bytes.subarray(-tagBytes));
    try {
      return decipher.update(bytes.subarray(0, -tagBytes), undefined, 'utf8') + decipher.final('utf8');
    } catch {
      throw new SealError('tampered', 'A sealed value was changed, or belongs to another row.');
    }
  }

  /** False: the value was sealed with the previous key and should be sealed anew. */
  isCurrent(sealed: string): boolean {
    return parse(sealed).keyId === this.current.id;
  }

  /** A 32-byte key of its own for another use, such as signing cursors (HKDF-SHA256, RFC 5869). */
  deriveKey(purpose: string): Buffer {
    return derive(this.current.master, `use:${purpose}`);
  }

  /** For verifying: by the current key first, then by the previous. */
  deriveKeys(purpose: string): readonly Buffer[] {
    return this.keys.map(({ master }) => derive(master, `use:${purpose}`));
  }
}

function makeKey(master: Buffer): Key {
  if (master.length !== 32) throw new RangeError('An encryption key has 32 bytes.');
  const id = createHash('sha256').update('roundtrip key id\0').update(master).digest('hex').slice(0, 8);
  return { id, sealing: derive(master, 'sealing'), master };
}

function derive(master: Buffer, info: string): Buffer {
  return Buffer.from(hkdfSync('sha256', master, '', `roundtrip:${info}`, 32));
}

function associated(keyId: string, bind: string): Buffer {
  return Buffer.from(`v1.${keyId}.${bind}`, 'utf8');
}

function parse(sealed: string): { keyId: string; nonce: Buffer; bytes: Buffer } {
  const [, keyId = '', nonceText = '', text = ''] = /^v1\.([0-9a-f]{8})\.([\w-]{16})\.([\w-]+)$/.exec(sealed) ?? [];
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length < tagBytes || bytes.toString('base64url') !== text) {
    throw new SealError('malformed', 'A sealed value does not have the form of one.');
  }
  return { keyId, nonce: Buffer.from(nonceText, 'base64url'), bytes };
}
