import { X509Certificate } from 'node:crypto';
import { createServer, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { createAuthority, type IssuedCertificate } from './local-authority.js';

describe('the local authority', () => {
  it('issues certificates that Node trusts for every name given', async () => {
    const authority = await createAuthority();
    const issued = await authority.issue(['localhost', 'seller.test', '127.0.0.1', '::1']);
    for (const servername of ['localhost', 'seller.test']) {
      expect(await handshake(issued, authority.caPem, { servername })).toBe('trusted');
    }
    expect(await handshake(issued, authority.caPem, {})).toBe('trusted');
    expect(new X509Certificate(issued.cert).checkIP('::1')).toBe('::1');
  });

  it('is not trusted without its root, for another name, or by another authority of the same name', async () => {
    const authority = await createAuthority();
    const other = await createAuthority();
    const issued = await authority.issue(['localhost']);
    expect(await handshake(issued, undefined, { servername: 'localhost' })).toMatch(/UNABLE_TO_VERIFY/);
    expect(await handshake(issued, other.caPem, { servername: 'localhost' })).not.toBe('trusted');
    expect(await handshake(issued, authority.caPem, { servername: 'other.test' })).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  });

  it('issues expired and not yet valid certificates when asked to', async () => {
    const authority = await createAuthority();
    const day = 86_400_000;
    const expired = await authority.issue(['localhost'], {
      notBefore: new Date(Date.now() - 2 * day),
      notAfter: new Date(Date.now() - day),
    });
    const early = await authority.issue(['localhost'], { notBefore: new Date(Date.now() + day) });
    expect(await handshake(expired, authority.caPem, { servername: 'localhost' })).toBe('CERT_HAS_EXPIRED');
    expect(await handshake(early, authority.caPem, { servername: 'localhost' })).toBe('CERT_NOT_YET_VALID');
  });
});

async function handshake(issued: IssuedCertificate, ca: string | undefined, options: object): Promise<string> {
  const server = createServer({ ...issued }, (_req, res) => res.end('ok'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    return await new Promise((resolve) => {
      const call = request({ host: '127.0.0.1', port, ca, agent: false, ...options }, (res) => {
        res.resume().on('end', () => resolve('trusted'));
      });
      call.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message)).end();
    });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
