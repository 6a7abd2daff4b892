import { createHash } from 'node:crypto';

/** Seals text under the installation's key; what was sealed for one `bind` opens for no other. */
export interface Box {
  seal(plain: string, bind: string): string;
  open(sealed: string, bind: string): string;
}

/** Makes fresh secrets; handed in, since how they look is not this room's business. */
export interface SecretMaker {
  /** V: what a seller sends as `x-callback-secret`. */
  callbackSecret(): string;
  /** `whsec_...`, the key of Standard Webhooks signatures. */
  signingSecret(): string;
}

export type Headers = Readonly<Record<string, string>>;
export type SigningColumn = 'signing_secret' | 'old_signing_secret';

/** How a tool's secrets are kept: headers and signing secrets sealed to their row and column, callback secrets hashed. */
export class ToolSecrets {
  constructor(
    private readonly box: Box,
    private readonly maker: SecretMaker,
  ) {}

  newCallbackSecret(): { plain: string; hash: string } {
    const plain = this.maker.callbackSecret();
    return { plain, hash: callbackSecretHash(plain) };
  }

  newSigningSecret(): string {
    return this.maker.signingSecret();
  }

  sealHeaders(shortId: string, headers: Headers): string {
    return this.box.seal(JSON.stringify(headers), bind(shortId, 'auth_headers'));
  }

  openHeaders(shortId: string, sealed: string): Headers {
    return JSON.parse(this.box.open(sealed, bind(shortId, 'auth_headers'))) as Headers;
  }

  sealSigning(shortId: string, column: SigningColumn, secret: string): string {
    return this.box.seal(secret, bind(shortId, column));
  }

  openSigning(shortId: string, column: SigningColumn, sealed: string): string {
    return this.box.open(sealed, bind(shortId, column));
  }
}

/** The form in which a callback secret is stored and looked up: SHA-256 in lower-case hex. */
export function callbackSecretHash(secret: string): string {
  return createHash('sha256').update(secret, 'utf8').digest('hex');
}

function bind(shortId: string, column: 'auth_headers' | SigningColumn): string {
  return `tools:${shortId}:${column}`;
}
