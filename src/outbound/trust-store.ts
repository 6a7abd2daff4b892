import { readFileSync } from 'node:fs';
import * as tls from 'node:tls';

/**
 * The authorities that our calls trust, and TLS 1.2 at least. Made once: reading 150 roots takes tens of milliseconds.
 * Without extra authorities Node's own store is used, NODE_EXTRA_CA_CERTS included.
 */
export function createTrustStore(extra: readonly string[] = []): tls.SecureContext {
  const minVersion = 'TLSv1.2';
  if (extra.length === 0) return tls.createSecureContext({ minVersion });
  // A `ca` of our own replaces Node's store and NODE_EXTRA_CA_CERTS with it, so we put both back.
  return tls.createSecureContext({ minVersion, ca: [...defaultAuthorities(), ...extra] });
}

function defaultAuthorities(): readonly string[] {
  // Node >= 22.15 tells its whole store; before, the bundled roots and the file are what it holds.
  const { getCACertificates } = tls as { getCACertificates?: (type: 'default') => string[] };
  if (getCACertificates) return getCACertificates('default');
  return [...tls.rootCertificates, ...filedAuthorities(process.env.NODE_EXTRA_CA_CERTS)];
}

/** As Node does: a file that cannot be read is no reason to stop. */
function filedAuthorities(path: string | undefined): string[] {
  if (!path) return [];
  try {
    return [readFileSync(path, 'utf8')];
  } catch {
    return [];
  }
}
