import { describe, expect, it } from '@jest/globals';
import { transformFileSync } from '@swc/core';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TlsOptions } from 'node:tls';
import { promisify } from 'node:util';
import { createAuthority } from '../support/local-authority.js';
import { httpsServer, tcpServer, tlsServer, type TestServer } from './servers.js';
import { answered, createWorld, get, unanswered } from './world.js';

const world = createWorld();
const day = 86_400_000;
const serve = (cert: TlsOptions): Promise<TestServer> =>
  world.use(tlsServer(cert, (socket) => void socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n')));

describe('a certificate', () => {
  it('of an authority that is trusted here, for this name or address, is taken', async () => {
    const server = await serve(world.cert);
    expect(answered(await world.client().call(get(server.origin))).status).toBe(200);
  });

  const wrong: [string, string, () => Promise<TlsOptions>][] = [
    ['for another name', 'made out for another name', () => world.authority.issue(['other.test', '127.0.0.9'])],
    [
      'that has expired',
      'expired certificate',
      () => world.authority.issue(['127.0.0.1'], { notAfter: new Date(Date.now() - 1000) }),
    ],
    [
      'of the day after tomorrow',
      'not valid yet',
      () => world.authority.issue(['127.0.0.1'], { notBefore: new Date(Date.now() + 2 * day) }),
    ],
    ['of a stranger', 'unknown authority', async () => (await createAuthority('Nobody')).issue(['127.0.0.1'])],
    ['that signs itself', 'self-signed', () => selfSigned()],
  ];
  it.each(wrong)('%s is a TLS error that says "%s"', async (_what, says, make) => {
    const server = await serve(await make());
    const exchange = unanswered(await world.client().call(get(`${server.origin}/secret?token=1`)));
    expect(exchange).toMatchObject({ failure: 'tls_error', sentFully: false });
    expect(exchange.message).toContain(says);
    expect(exchange.message).not.toMatch(/secret|token/);
  });

  it('is checked for operators as well', async () => {
    const server = await serve(await (await createAuthority('Nobody')).issue(['127.0.0.1']));
    const exchange = await world.client().call(get(server.origin, { trust: 'operator' }));
    expect(exchange).toMatchObject({ failure: 'tls_error' });
  });
});

describe('a handshake', () => {
  const weak = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
  const faults: [string, string, () => TlsOptions][] = [
    ['with a server that stops at TLS 1.1', 'no TLS version from 1.2 on', () => ({ ...world.cert, ...weak })],
    [
      'without a cipher in common',
      'failed in the TLS handshake',
      () => ({ ...world.cert, maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA' }),
    ],
  ];
  it.each(faults)('%s is a TLS error that says "%s"', async (_what, says, options) => {
    const server = await serve(options());
    const exchange = unanswered(await world.client().call(get(server.origin)));
    expect(exchange).toMatchObject({ failure: 'tls_error', sentFully: false });
    expect(exchange.message).toContain(says);
  });

  it('with a server that speaks plain HTTP is a TLS error that says so', async () => {
    const server = await world.use(
      tcpServer((socket) => void socket.on('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))),
    );
    const exchange = unanswered(await world.client().call(get(server.origin)));
    expect(exchange).toMatchObject({ failure: 'tls_error', sentFully: false });
    expect(exchange.message).toContain('does not speak TLS');
  });

  it('that the server breaks off is a connection error that says where', async () => {
    const server = await world.use(tcpServer((socket) => void socket.on('data', () => socket.destroy())));
    const exchange = unanswered(await world.client().call(get(server.origin)));
    expect(exchange).toMatchObject({ failure: 'connection_error', sentFully: false });
    expect(exchange.message).toBe('127.0.0.1 reset the connection in the TLS handshake.');
  });

  it('offers HTTP/1.1 only', async () => {
    const server = await world.use(
      tlsServer({ ...world.cert, ALPNProtocols: ['h2', 'http/1.1'] }, (socket) => {
        const text = String(socket.alpnProtocol);
        socket.end(`HTTP/1.1 200 OK\r\ncontent-length: ${text.length}\r\n\r\n${text}`);
      }),
    );
    expect(answered(await world.client().call(get(server.origin))).body.head.toString()).toBe('http/1.1');
  });
});

describe('NODE_EXTRA_CA_CERTS', () => {
  it.each([
    ['alone', false],
    ['beside authorities of our own', true],
  ])('is trusted %s', async (_what, ownToo) => {
    const folder = await mkdtemp(join(tmpdir(), 'ca-'));
    const file = join(folder, 'extra.pem');
    writeFileSync(file, world.authority.caPem);
    const server = await world.use(httpsServer(world.cert, (_req, res) => void res.end()));
    const own = ownToo ? [(await createAuthority('Own')).caPem] : [];
    // Node reads the variable at its start, so this needs a process of its own.
    const { code } = transformFileSync('src/outbound/trust-store.ts', { module: { type: 'es6' }, sourceMaps: false });
    const probe = `${code}
      const secureContext = createTrustStore(${JSON.stringify(own)});
      const socket = tls.connect({ host: '127.0.0.1', port: ${server.port}, secureContext });
      socket.on('secureConnect', () => (console.log('trusted', secureContext && socket.authorized), socket.destroy()));
      socket.on('error', (error) => console.log(error.code));`;
    const args = ['--input-type=module', '-e', probe];
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: file };
    const { stdout } = await promisify(execFile)(process.execPath, args, { env });
    expect(stdout.trim()).toBe('trusted true');
    await rm(folder, { recursive: true });
  });
});

async function selfSigned(): Promise<TlsOptions> {
  const { X509CertificateGenerator, SubjectAlternativeNameExtension } = await import('@peculiar/x509');
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const cert = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=127.0.0.1',
    keys,
    signingAlgorithm: algorithm,
    extensions: [new SubjectAlternativeNameExtension([{ type: 'ip', value: '127.0.0.1' }])],
  });
  const der = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  return { cert: cert.toString('pem'), key: `-----BEGIN PRIVATE KEY-----\n${der}\n-----END PRIVATE KEY-----\n` };
}
