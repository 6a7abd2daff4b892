import { SESSION_MS } from '../../accounts/sessions.js';

/**
 * The cookie of a page's session. Under https its name begins with `__Host-`: browsers then take it only with `Secure`, for the
 * whole host and from this host alone, so that a neighbouring subdomain cannot plant one.
 */
export class SessionCookie {
  readonly name: string;
  private readonly attributes: string;

  /** `secure`: whether `PUBLIC_URL` is https. */
  constructor(secure: boolean) {
    this.name = secure ? '__Host-roundtrip' : 'roundtrip';
    this.attributes = `Path=/; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
  }

  /** The value of a `Cookie` header's cookie of ours (RFC 6265, section 4.2), or null. */
  read(header: string | undefined): string | null {
    for (const pair of header?.split(';') ?? []) {
      const at = pair.indexOf('=');
      if (at !== -1 && pair.slice(0, at).trim() === this.name) return pair.slice(at + 1).trim() || null;
    }
    return null;
  }

  /** A `Set-Cookie` header that keeps a session. */
  keep(sessionId: string): string {
    return `${this.name}=${sessionId}; Max-Age=${SESSION_MS / 1000}; ${this.attributes}`;
  }

  /** A `Set-Cookie` header that forgets it. */
  forget(): string {
    return `${this.name}=; Max-Age=0; ${this.attributes}`;
  }
}
