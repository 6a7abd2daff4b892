import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import fastify, { type FastifyInstance } from 'fastify';
import { mkdirSync, writeFileSync } from 'node:fs';
import { request, type IncomingHttpHeaders } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { WebFiles } from '../../src/http/web-files.js';
import { serveWebPages, type WebPagesNeeds } from '../../src/http/web-pages.js';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.js';

const script = 'const greeting = "hello";\n'.repeat(100);
const page = '<!doctype html><meta name="style-nonce" content="%NONCE%">';

let folder: TempFolder;
let server: FastifyInstance;
beforeAll(() => {
  folder = makeTempFolder();
  mkdirSync(folder.join('assets'));
  writeFileSync(folder.join('index.html'), page);
  writeFileSync(folder.join('buyer.html'), page);
  writeFileSync(folder.join('assets/index-abc.js'), script);
  writeFileSync(folder.join('secret.txt'), 'nobody shall read this');
});
afterEach(() => server.close());
afterAll(() => folder.remove());

async function serve(needs: Partial<WebPagesNeeds> = {}): Promise<void> {
  server = fastify();
  serveWebPages(server, { files: WebFiles.at(folder.path), embedOrigins: [], ...needs });
  await server.listen();
}

interface Got {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly body: string;
}

/** As it comes: `fetch` would unpack it. */
function get(path: string, headers: Record<string, string> = {}): Promise<Got> {
  const { port } = server.server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const call = request({ host: 'localhost', port, path, headers, agent: false }, (answer) => {
      buffer(answer).then(
        (bytes) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, bytes, body: bytes.toString() }),
        reject,
      );
    });
    call.on('error', reject).end();
  });
}

const policyOf = (answer: Got) => String(answer.headers['content-security-policy']);

describe('a page', () => {
  it('bears a nonce of its own, which its policy names', async () => {
    await serve();
    const nonces = await Promise.all(
      ['/', '/orders', '/orders/x', '/'].map(async (url) => {
        const answer = await get(url);
        const [, nonce] = /content="([^"]+)"/.exec(answer.body) ?? [];
        expect(policyOf(answer)).toContain(`style-src 'self' 'nonce-${nonce}'`);
        return nonce;
      }),
    );
    expect(new Set(nonces).size).toBe(4);
  });

  it('takes nothing inline and nothing from another host', async () => {
    await serve();
    for (const url of ['/', '/o/x']) {
      const policy = policyOf(await get(url));
      expect(policy).not.toMatch(/unsafe|https?:/);
      expect(policy).toContain("default-src 'none'; script-src 'self'");
    }
  });

  it('is framed by nobody, and the buyer’s by those who may embed it', async () => {
    await serve({ embedOrigins: ['https://shop.example', 'https://other.example:8443'] });
    expect(policyOf(await get('/'))).toContain("frame-ancestors 'none'");
    expect(policyOf(await get('/o/x'))).toContain('frame-ancestors https://shop.example https://other.example:8443');
    await server.close();
    await serve();
    expect(policyOf(await get('/o/x'))).toContain("frame-ancestors 'none'");
  });

  it('says what to do where it was not built', async () => {
    await serve({ files: WebFiles.at(folder.join('nothing-here')) });
    const answer = await get('/');
    expect([answer.status, JSON.parse(answer.body).error.code]).toEqual([404, 'page_not_built']);
  });
});

describe('an asset', () => {
  it('is kept for a year and compressed for whoever takes that', async () => {
    await serve();
    const answer = await get('/assets/index-abc.js', { 'accept-encoding': 'br, gzip;q=0.5' });
    expect(gunzipSync(answer.bytes).toString()).toBe(script);
    expect(answer.headers).toMatchObject({
      'content-encoding': 'gzip',
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'Accept-Encoding',
    });
  });

  it.each([undefined, 'identity', 'gzip;q=0', 'xgzip'])(
    'comes as it is to whom takes no gzip: %s',
    async (encoding) => {
      await serve();
      const answer = await get('/assets/index-abc.js', encoding === undefined ? {} : { 'accept-encoding': encoding });
      expect([answer.headers['content-encoding'], answer.body]).toEqual([undefined, script]);
    },
  );

  it.each(['none.js', '..%2fsecret.txt', '..%2f..%2fpackage.json', '%2e%2e', '__proto__', 'constructor'])(
    'is none that was not built: %s',
    async (name) => {
      await serve();
      const answer = await get(`/assets/${name}`);
      expect([answer.status, answer.body.includes('nobody')]).toEqual([404, false]);
    },
  );
});
