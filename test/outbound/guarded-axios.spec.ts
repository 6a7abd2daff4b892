import { describe, expect, it } from '@jest/globals';
import { AxiosError, isCancel, type Axios, type AxiosRequestConfig } from 'axios';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { callFailureOf, createGuardedAxios } from '../../src/outbound/guarded-axios.js';
import type { GuardedClientOptions } from '../../src/outbound/guarded-client.js';
import { eventually } from '../support/eventually.js';
import { httpsServer, tcpServer, type TestServer } from './servers.js';
import { createWorld } from './world.js';

const world = createWorld();

function guardedAxios(config: AxiosRequestConfig = {}, options: Partial<GuardedClientOptions> = {}): Axios {
  const adapter = { userAgent: 'Roundtrip/0', trust: 'stranger', timeoutMs: 5_000, maxBytes: 1_000_000 } as const;
  return createGuardedAxios(world.client(options).transport, adapter, config);
}

interface Echo {
  method: string;
  url: string;
  headers: Record<string, string | undefined>;
  body: string;
}

/** Answers with what it was asked. */
function echo(): Promise<TestServer> {
  return world.use(
    httpsServer(world.cert, (req, res) => {
      const answer = (body: string): void => {
        res.setHeader('content-type', 'application/json').setHeader('set-cookie', ['a=1', 'b=2']);
        res.end(JSON.stringify({ method: req.method, url: req.url, headers: req.headers, body }));
      };
      text(req).then(answer, () => res.destroy());
    }),
  );
}

async function failing(call: Promise<unknown>): Promise<AxiosError> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof AxiosError) return error;
  throw new Error('It did not fail, or not as an AxiosError', { cause: error });
}

describe('an axios over the guarded wire', () => {
  it('sends JSON, parameters and headers, and reads JSON', async () => {
    const server = await echo();
    const http = guardedAxios({ baseURL: `${server.origin}/api/`, headers: { 'X-Common': 'c' } });
    const { data, status, headers } = await http.post<Echo>(
      'things',
      { a: 'ü' },
      { params: { q: 'x y' }, headers: { 'X-One': '1' } },
    );
    expect(status).toBe(200);
    expect(data).toMatchObject({ method: 'POST', url: '/api/things?q=x+y', body: '{"a":"ü"}' });
    expect(data.headers).toMatchObject({
      'content-type': 'application/json',
      'content-length': '10',
      'user-agent': 'Roundtrip/0',
      'accept-encoding': 'identity',
      'x-common': 'c',
      'x-one': '1',
    });
    expect(headers['set-cookie']).toEqual(['a=1', 'b=2']);
  });

  const bodies: [string, () => unknown, string | RegExp, string | RegExp][] = [
    ['text', () => 'plain', 'application/x-www-form-urlencoded', 'plain'],
    ['a form', () => new URLSearchParams({ a: '1 2' }), /^application\/x-www-form-urlencoded/, 'a=1+2'],
    ['bytes', () => Buffer.from('bytes'), 'application/octet-stream', 'bytes'],
    ['an array of bytes', () => new Uint8Array([104, 105]), 'application/octet-stream', 'hi'],
    ['a blob', () => new Blob(['blob']), /./, 'blob'],
    ['a stream', () => Readable.from(['str', 'eam']), 'application/octet-stream', 'stream'],
    [
      'a multipart form',
      () => form(),
      /^multipart\/form-data; boundary=/,
      /name="field"[^]*value[^]*filename="f.txt"[^]*file bytes/,
    ],
  ];
  it.each(bodies)('sends %s', async (_what, data, type, body) => {
    const server = await echo();
    const { data: seen } = await guardedAxios().post<Echo>(server.origin, data());
    expect(seen.headers['content-type']).toMatch(type);
    expect(seen.body).toMatch(body);
  });

  it('reads bytes as bytes and text as text', async () => {
    const server = await world.use(
      httpsServer(world.cert, (_req, res) => void res.end(Buffer.from([0xef, 0xbb, 0xbf, 0x7b, 0x7d]))),
    );
    const http = guardedAxios();
    expect((await http.get(server.origin, { responseType: 'arraybuffer' })).data).toEqual(
      Buffer.from([0xef, 0xbb, 0xbf, 0x7b, 0x7d]),
    );
    expect((await http.get(server.origin)).data).toEqual({});
    expect((await http.get(server.origin, { responseType: 'text' })).data).toBe('{}');
  });

  it('follows no redirect', async () => {
    const server = await world.use(
      httpsServer(world.cert, (_req, res) => void res.writeHead(302, { location: '/x' }).end('moved')),
    );
    const error = await failing(guardedAxios({ maxRedirects: 5 }).get(server.origin));
    expect(error).toMatchObject({ code: AxiosError.ERR_BAD_REQUEST, response: { status: 302, data: 'moved' } });
    expect(error.response?.headers['location']).toBe('/x');
    const lenient = await guardedAxios().get(server.origin, { validateStatus: (status) => status < 400 });
    expect(lenient.status).toBe(302);
  });

  it('refuses what the guard refuses, without the path in the message', async () => {
    const http = guardedAxios({}, { allowedNetworks: [] });
    for (const url of ['https://127.0.0.1/secret', 'http://shop.test/secret', 'https://a:b@shop.test/secret']) {
      const error = await failing(http.get(url));
      expect(callFailureOf(error)).toBe('blocked_address');
      expect(error.message).not.toContain('secret');
    }
  });

  it.each([
    ['of the call', { headers: { 'X-Key': 'b\r\nevil: 1' } }, {}],
    ['of the instance', {}, { headers: { 'X-Key': 'b\r\nevil: 1' } }],
    ['beyond Latin-1', { headers: { 'X-Key': 'ł' } }, {}],
  ])('refuses a header that axios would have mended in silence (%s)', async (_what, call, instance) => {
    const server = await world.use(tcpServer(() => undefined));
    const error = await failing(guardedAxios(instance).get(server.origin, call));
    expect(error.message).toContain('X-Key');
    expect(error.message).not.toContain('evil');
    expect(server.seen.total).toBe(0);
  });

  it('ends a dripped body by its timeout', async () => {
    const server = await world.use(dripping());
    const http = guardedAxios();
    const started = performance.now();
    const error = await failing(http.get(server.origin, { timeout: 1_000 }));
    expect(performance.now() - started).toBeLessThan(1_250);
    expect([error.code, callFailureOf(error)]).toEqual([AxiosError.ETIMEDOUT, 'timeout']);
  });

  it('ends a body over maxContentLength while it arrives', async () => {
    const server = await world.use(httpsServer(world.cert, (_req, res) => void res.write('x'.repeat(10_001))));
    const error = await failing(guardedAxios().get(server.origin, { maxContentLength: 10_000 }));
    expect([error.code, callFailureOf(error)]).toEqual([AxiosError.ERR_BAD_RESPONSE, 'too_large']);
    await eventually(() => server.seen.open.size === 0);
  });

  it('refuses a body over maxBodyLength, streamed or not', async () => {
    const server = await echo();
    const http = guardedAxios({ maxBodyLength: 10 });
    for (const body of ['x'.repeat(11), Readable.from(['xxxxxx', 'xxxxx'])])
      expect((await failing(http.post(server.origin, body))).message).toBe(
        'The body to send is larger than maxBodyLength.',
      );
    expect((await http.post(server.origin, 'x'.repeat(10))).status).toBe(200);
  });

  it('can be aborted before, in the middle, and in the body', async () => {
    const server = await world.use(dripping());
    const http = guardedAxios();
    expect(isCancel(await failing(http.get(server.origin, { signal: AbortSignal.abort() })))).toBe(true);
    const stop = new AbortController();
    const call = failing(http.get(server.origin, { signal: stop.signal }));
    await eventually(() => server.seen.open.size === 1);
    stop.abort();
    expect(isCancel(await call)).toBe(true);
    await eventually(() => server.seen.open.size === 0);
  });

  it('streams, no faster than it is read', async () => {
    const size = 60_000_000;
    let sent = 0;
    const server = await world.use(
      httpsServer(world.cert, (_req, res) => {
        const pour = (): void => {
          while (sent < size && res.write(Buffer.alloc(100_000))) sent += 100_000;
          if (sent >= size) res.end();
          sent += 100_000;
        };
        res.on('drain', pour);
        pour();
      }),
    );
    const { data } = await guardedAxios().get<Readable>(server.origin, { responseType: 'stream' });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(sent).toBeLessThan(size / 2);
    let read = 0;
    for await (const piece of data) read += (piece as Buffer).length;
    expect(read).toBeGreaterThanOrEqual(size);
  });

  it('ends a stream with an AxiosError when its time is over, and closes the socket when its reader leaves', async () => {
    const server = await world.use(dripping());
    const http = guardedAxios();
    const slow = await http.get<Readable>(server.origin, { responseType: 'stream', timeout: 300 });
    expect(callFailureOf(await failing(text(slow.data)))).toBe('timeout');
    const left = await http.get<Readable>(server.origin, { responseType: 'stream' });
    expect(server.seen.open.size).toBe(1);
    left.data.destroy();
    await eventually(() => server.seen.open.size === 0);
  });

  it('keeps headers, bodies and parameters out of the JSON of an error', async () => {
    const server = await world.use(httpsServer(world.cert, (_req, res) => void res.writeHead(500).end()));
    const config = {
      headers: { authorization: 'Bearer hunter2' },
      params: { token: 'hunter2' },
      auth: { username: 'u', password: 'hunter2' },
    };
    const error = await failing(guardedAxios().post(server.origin, { key: 'hunter2' }, config));
    expect(JSON.stringify(error)).not.toContain('hunter2');
  });

  it('refuses what it would otherwise have to ignore', async () => {
    const http = guardedAxios();
    expect((await failing(http.get('https://127.0.0.1:1/', { socketPath: '/run/docker.sock' }))).message).toContain(
      'socketPath',
    );
    expect((await failing(http.get('https://127.0.0.1:1/', { responseType: 'document' }))).message).toContain(
      'responseType',
    );
  });

  it('asks with HEAD', async () => {
    const server = await world.use(
      httpsServer(world.cert, (_req, res) => void res.writeHead(200, { 'content-length': '99999999' }).end()),
    );
    expect((await guardedAxios().head(server.origin)).headers['content-length']).toBe('99999999');
  });
});

function form(): FormData {
  const data = new FormData();
  data.append('field', 'value');
  data.append('file', new Blob(['file bytes']), 'f.txt');
  return data;
}

function dripping(): Promise<TestServer> {
  return httpsServer(world.cert, (_req, res) => {
    res.writeHead(200);
    const timer = setInterval(() => res.write('x'), 20);
    res.on('close', () => clearInterval(timer));
  });
}
