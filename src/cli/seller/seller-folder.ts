import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAuthority } from '../../../test/support/local-authority.js';
import type { Certificate } from '../../habits/seller-options.js';

/** What a seller keeps from one start to the next, so that a server that trusts it goes on trusting it. */
export interface Belongings {
  readonly certificate: Certificate;
  readonly expiredCertificate: Certificate;
  /** The authority that signed both: whoever calls the seller must trust it. */
  readonly authorityPath: string;
  /** The value of its Authorization header. */
  readonly authorization: string;
}

const NAMES = ['localhost', '127.0.0.1'];
const DAY_MS = 86_400_000;
const FILE = 'seller.json';
const AUTHORITY = 'authority.pem';

type Kept = Omit<Belongings, 'authorityPath'>;

/** From the folder, or made and put there. Its files are for their owner alone: a key is among them. */
export async function belongingsIn(folder: string): Promise<Belongings> {
  const [path, authorityPath] = [join(folder, FILE), join(folder, AUTHORITY)];
  if (existsSync(path)) return { ...(JSON.parse(readFileSync(path, 'utf8')) as Kept), authorityPath };
  const authority = await createAuthority('Roundtrip seller authority');
  const made: Kept = {
    certificate: await authority.issue(NAMES, { notAfter: new Date(Date.now() + 365 * DAY_MS) }),
    expiredCertificate: await authority.issue(NAMES, { notAfter: new Date(Date.now() - DAY_MS) }),
    authorization: `Bearer ${randomBytes(18).toString('base64url')}`,
  };
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(authorityPath, authority.caPem, { mode: 0o600 });
  writeFileSync(path, JSON.stringify(made), { mode: 0o600 });
  return { ...made, authorityPath };
}
