import { Agent, request } from 'node:https';
import type { LookupFunction } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createAuthority, type LocalAuthority } from './local-authority.js';
import { startSeller, type ScriptedSeller } from './scripted-seller.js';

let authority: LocalAuthority;
let seller: ScriptedSeller;
let agent: Agent;

beforeAll(async () => {
  authority = await createAuthority();
  seller = await startSeller(authority);
  agent = new Agent({ ca: authority.caPem, keepAlive: true });
});
afterEach(() => seller.reset());
afterAll(async () => {
  agent.destroy();
  await seller.close();
});

describe('a scripted seller', () => {
  it('records each request whole', async () => {
    seller.on('POST', '/jobs/:id', (seen) => ({ status: 201, body: { id: seen.params['id'], got: seen.json() } }));
    const answer = await call('POST', '/jobs/a%20b?x=1', { 'X-Own': 'Yes' }, '{"n":1}');
    expect(answer).toMatchObject({ status: 201, text: '{"id":"a b","got":{"n":1}}' });
    const [seen] = seller.requestsTo('POST /jobs/:id');
    expect(seen).toMatchObject({ method: 'POST', path: '/jobs/a%20b', body: Buffer.from('{"n":1}') });
    expect(seen!.query.get('x')).toBe('1');
    expect(seen!.headers['x-own']).toBe('Yes');
    expect(seen!.rawHeaders).toContain('X-Own');
    expect(Math.abs(Date.now() - seen!.at)).toBeLessThan(10_000);
  });

  it('answers from a sequence one by one, and stays with the last', async () => {
    seller.reply('GET /status/:id', [{ status: 503 }, { body: 'not yet' }, () => ({ body: { status: 'completed' } })]);
    const texts = [];
    for (let i = 0; i < 4; i++) texts.push((await call('GET', '/status/1')).text);
    expect(texts).toEqual(['', 'not yet', '{"status":"completed"}', '{"status":"completed"}']);
  });

  it('changes its mind while it runs, the route set last winning', async () => {
    seller.reply('/*', { body: 'any' }).reply('GET /one', { body: 'first' });
    expect((await call('GET', '/one')).text).toBe('first');
    seller.reply('GET /one', { body: 'second' });
    expect((await call('GET', '/one')).text).toBe('second');
    expect((await call('DELETE', '/one')).text).toBe('any');
    seller.reset();
    expect((await call('GET', '/one')).status).toBe(404);
    expect(seller.requests).toHaveLength(1);
  });

  it('hands out the raw response', async () => {
    seller.on('GET', /^\/raw/, (_seen, res) => void res.writeHead(418).end('tea'));
    expect(await call('GET', '/raw/thing')).toMatchObject({ status: 418, text: 'tea' });
  });

  it('sends headers, bytes and statuses as told', async () => {
    const body = Buffer.from([0, 255, 1]);
    seller.reply('GET /bytes', { status: 206, headers: { 'Content-Type': 'x/y', 'Retry-After': '7' }, body });
    seller.reply('GET /none', { status: 304, headers: { ETag: '"a"' } });
    const answer = await call('GET', '/bytes');
    expect(answer).toMatchObject({ status: 206, bytes: body });
    expect(answer.headers).toMatchObject({ 'content-type': 'x/y', 'retry-after': '7', 'content-length': '3' });
    expect(await call('GET', '/none')).toMatchObject({ status: 304, text: '' });
  });

  it('waits, and drips a body byte by byte', async () => {
    seller.reply('GET /slow', { delayMs: 40, drip: { bytes: 2, everyMs: 10 }, body: 'abcdef' });
    const before = performance.now();
    expect((await call('GET', '/slow')).text).toBe('abcdef');
    expect(performance.now() - before).toBeGreaterThan(60);
  });

  it('hangs until the caller gives up', async () => {
    seller.reply('GET /hang', { hang: true });
    await expect(call('GET', '/hang', {}, undefined, 50)).rejects.toThrow('gave up');
    expect(seller.requestsTo('/hang')).toHaveLength(1);
  });

  it('resets the connection before or within the answer', async () => {
    seller.reply('GET /before', { resetBefore: true });
    seller.reply('GET /after', { resetAfter: true, body: 'x'.repeat(100) });
    seller.reply('GET /empty', { resetAfter: true });
    for (const path of ['/before', '/after', '/empty']) {
      await expect(call('GET', path)).rejects.toMatchObject({ code: 'ECONNRESET' });
    }
    expect(seller.requests).toHaveLength(3);
  });

  it('drops connections, goes away and comes back on the same port', async () => {
    seller.reply('/', { body: 'here' });
    const fresh = { Connection: 'close' };
    seller.dropConnections(1);
    await expect(call('GET', '/', fresh, undefined, 5_000, new Agent({ ca: authority.caPem }))).rejects.toThrow();
    await seller.down();
    await expect(call('GET', '/', fresh)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await seller.up();
    expect((await call('GET', '/', fresh)).text).toBe('here');
    expect(seller.requests).toHaveLength(1);
  });

  it('counts how many requests it had at once', async () => {
    seller.reply('/', { delayMs: 30 });
    await Promise.all([1, 2, 3].map(() => call('GET', '/')));
    expect(seller.peakInFlight).toBe(3);
    expect(seller.connections).toBeGreaterThan(0);
  });

  it('closes in spite of requests that hang', async () => {
    const other = await startSeller(authority, { names: ['other.test'] });
    other.reply('/', { hang: true });
    const waiting = call('GET', other.url('/')).catch((error: unknown) => error);
    while (other.requests.length === 0) await new Promise(setImmediate);
    await other.close();
    expect(await waiting).toMatchObject({ code: 'ECONNRESET' });
  });
});

interface Answer {
  status: number;
  headers: object;
  text: string;
  bytes: Buffer;
}

function call(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: string,
  timeoutMs = 5_000,
  through = agent,
): Promise<Answer> {
  const url = path.startsWith('https:') ? path : seller.url(path);
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent: through, lookup: loopback }, (res) => {
      const chunks: Buffer[] = [];
      res.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject);
      res.on('end', () => {
        const bytes = Buffer.concat(chunks);
        resolve({ status: res.statusCode!, headers: res.headers, text: bytes.toString(), bytes });
      });
    });
    sent.setTimeout(timeoutMs, () => sent.destroy(new Error('gave up')));
    sent.on('error', reject).end(body);
  });
}

/** The seller listens on 127.0.0.1 only. */
const loopback: LookupFunction = (_host, options, done) => {
  if (options.all) done(null, [{ address: '127.0.0.1', family: 4 }]);
  else done(null, '127.0.0.1', 4);
};
