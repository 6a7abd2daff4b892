import { describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { httpsServer, onRequest, tcpServer, tlsServer, type TestServer } from './servers.js';
import { answered, createWorld, get, post, unanswered } from './world.js';

const world = createWorld();

/** A server that answers every request with these bytes, and then hangs up if told so. */
function saying(bytes: string, hangUp = false): Promise<TestServer> {
  return world.use(
    tlsServer(world.cert, (socket) =>
      onRequest(socket, () => (hangUp ? void socket.end(bytes, 'latin1') : void socket.write(bytes, 'latin1'))),
    ),
  );
}

describe('an answer', () => {
  it('comes with status, headers in lower case, and the whole body', async () => {
    const server = await world.use(
      httpsServer(world.cert, (_req, res) => {
        res.writeHead(418, [...['X-Kind', 'tea'], ...['X-Kind', 'pot'], ...['ETag', '"1"']]);
        res.end('short and stout');
      }),
    );
    const exchange = answered(await world.client().call(get(server.origin)));
    expect(exchange.status).toBe(418);
    expect(exchange.headers).toMatchObject({ 'x-kind': 'tea, pot', etag: '"1"' });
    expect(exchange.body.head.toString()).toBe('short and stout');
    expect(Number.isInteger(exchange.durationMs)).toBe(true);
  });

  it.each([301, 302, 303, 307, 308])('may be a redirect (%i): it is handed back and not followed', async (status) => {
    const requests: string[] = [];
    const server = await world.use(
      httpsServer(world.cert, (req, res) => {
        requests.push(req.url!);
        res.writeHead(status, { location: '/elsewhere' }).end('moved');
      }),
    );
    const exchange = answered(await world.client().call(get(`${server.origin}/here`)));
    expect(exchange).toMatchObject({ status, headers: { location: '/elsewhere' } });
    expect(requests).toEqual(['/here']);
  });

  it.each([
    ['204', 'HTTP/1.1 204 No Content\r\n\r\n', ''],
    ['304 with the length of what it stands for', 'HTTP/1.1 304 Not Modified\r\ncontent-length: 99999999\r\n\r\n', ''],
    [
      'chunks',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nx-t: 1\r\n\r\n',
      'abcde',
    ],
    [
      'early hints before it',
      'HTTP/1.1 103 Early Hints\r\nx: y\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok',
      'ok',
    ],
    ['an empty reason', 'HTTP/1.1 200\r\ncontent-length: 2\r\n\r\nok', 'ok'],
    ['an unknown status', 'HTTP/1.1 799 Odd\r\ncontent-length: 2\r\n\r\nok', 'ok'],
  ])('may have %s', async (_what, bytes, body) => {
    const server = await saying(bytes);
    expect(answered(await world.client().call(get(server.origin))).body.head.toString()).toBe(body);
  });

  it('may end with the connection', async () => {
    const server = await saying('HTTP/1.1 200 OK\r\n\r\nuntil I hang up', true);
    expect(answered(await world.client().call(get(server.origin))).body.head.toString()).toBe('until I hang up');
  });

  it('may come before the request is read', async () => {
    const server = await world.use(
      httpsServer(world.cert, (_req, res) => void res.writeHead(413, { 'content-length': 3 }).end('big')),
    );
    const exchange = await world.client().call(post(server.origin, Buffer.alloc(300_000)));
    expect(answered(exchange).status).toBe(413);
  });

  it('is not unpacked: identity was asked for', async () => {
    const asked: unknown[] = [];
    const server = await world.use(
      httpsServer(world.cert, (req, res) => {
        asked.push(req.headers['accept-encoding'], req.headers['user-agent']);
        res.writeHead(200, { 'content-encoding': 'gzip' }).end('not really');
      }),
    );
    const exchange = answered(await world.client().call(get(server.origin)));
    expect(asked).toEqual(['identity', 'Roundtrip/0.0.0-test']);
    expect(exchange.body.head.toString()).toBe('not really');
  });
});

describe('what is no answer', () => {
  it.each([
    ['garbage', 'garbage, garbage\r\n\r\n'],
    ['HTTP/2 frames', '\0\0\x12\x04\0\0\0\0\0\0\x03\0\0\0\x80\0\x04\0\x01\0\0'],
    ['a request', 'GET / HTTP/1.1\r\nhost: you\r\n\r\n'],
    ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\nabc'],
    ['a length and chunks', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['a negative length', 'HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n'],
    ['a broken chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nabc\r\n'],
    ['an upgrade nobody asked for', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'],
    ['a header without a colon', 'HTTP/1.1 200 OK\r\nno colon here\r\n\r\n'],
  ])('%s is a connection error', async (_what, bytes) => {
    const server = await saying(bytes);
    const exchange = unanswered(await world.client().call(get(server.origin, { timeoutMs: 2_000 })));
    expect(exchange).toMatchObject({ failure: 'connection_error', sentFully: true });
    expect(exchange.message).toMatch(/^127\.0\.0\.1 /);
  });

  it('a body that breaks off is a connection error that still tells the status', async () => {
    const server = await saying('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nonly this', true);
    const exchange = unanswered(await world.client().call(get(server.origin)));
    expect(exchange).toMatchObject({ failure: 'connection_error', status: 200, sentFully: true });
  });

  it('headers without end are too large, and cost little', async () => {
    const server = await world.use(
      tlsServer(world.cert, (socket) =>
        onRequest(socket, () => {
          socket.write('HTTP/1.1 200 OK\r\n');
          const timer = setInterval(() => socket.write(`x-${'a'.repeat(8_000)}: b\r\n`), 1);
          socket.on('close', () => clearInterval(timer));
        }),
      ),
    );
    const exchange = unanswered(await world.client().call(get(server.origin)));
    expect(exchange).toMatchObject({ failure: 'too_large', sentFully: true });
    await eventually(() => server.seen.open.size === 0);
  });

  it('a server that hangs up at once is a connection error', async () => {
    const server = await world.use(tcpServer((socket) => void socket.resetAndDestroy()));
    expect(await world.client().call(get(server.origin))).toMatchObject({
      failure: 'connection_error',
      sentFully: false,
    });
  });
});

describe('the body limit', () => {
  const MAX = 100_000;
  const body = (bytes: number): string => 'x'.repeat(bytes);
  const announced = (bytes: number): string => `HTTP/1.1 200 OK\r\ncontent-length: ${bytes}\r\n\r\n${body(bytes)}`;
  const chunked = (bytes: number): string =>
    `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${bytes.toString(16)}\r\n${body(bytes)}\r\n0\r\n\r\n`;
  const toTheEnd = (bytes: number): string => `HTTP/1.1 200 OK\r\n\r\n${body(bytes)}`;

  it.each([
    ['announced', announced],
    ['in chunks', chunked],
    ['up to the end of the connection', toTheEnd],
  ])('lets the last byte through and not one more (%s)', async (_what, answer) => {
    const fits = await saying(answer(MAX), answer === toTheEnd);
    const client = world.client();
    expect(answered(await client.call(get(fits.origin, { maxBytes: MAX }))).body.head).toHaveLength(MAX);
    const over = await saying(answer(MAX + 1), answer === toTheEnd);
    expect(await client.call(get(over.origin, { maxBytes: MAX }))).toMatchObject({
      failure: 'too_large',
      status: 200,
      sentFully: true,
      message: "The answer's body is larger than 100000 bytes.",
    });
    await eventually(() => over.seen.open.size === 0);
  });

  it('refuses an announced body before a byte of it is read', async () => {
    const server = await saying('HTTP/1.1 200 OK\r\ncontent-length: 9999999999\r\n\r\n');
    const exchange = await world.client().call(get(server.origin, { maxBytes: MAX }));
    expect(exchange).toMatchObject({ failure: 'too_large', status: 200 });
    await eventually(() => server.seen.open.size === 0);
  });

  it('ends an endless body at once, and the sender is cut off', async () => {
    let sent = 0;
    const server = await world.use(
      httpsServer(world.cert, (_req, res) => {
        const pour = (): void => {
          while (!res.destroyed && res.write(Buffer.alloc(65_536))) sent += 65_536;
        };
        res.on('drain', pour);
        pour();
      }),
    );
    const exchange = await world.client().call(get(server.origin, { maxBytes: 1_000_000 }));
    expect(exchange).toMatchObject({ failure: 'too_large' });
    await eventually(() => server.seen.open.size === 0);
    expect(sent).toBeLessThan(50_000_000);
  });

  it('may be nothing at all', async () => {
    const empty = await saying('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
    const one = await saying('HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nx');
    const client = world.client();
    expect(answered(await client.call(get(empty.origin, { maxBytes: 0 }))).body.head).toHaveLength(0);
    expect(await client.call(get(one.origin, { maxBytes: 0 }))).toMatchObject({ failure: 'too_large' });
  });
});

describe('a request', () => {
  it('carries method, path, headers and body as given', async () => {
    const seen: unknown[] = [];
    const server = await world.use(
      httpsServer(world.cert, (req, res) => {
        let body = '';
        req.on('data', (bytes: Buffer) => (body += bytes.toString()));
        req.on('end', () => {
          seen.push([req.method, req.url, req.headers['x-key'], req.headers['content-length'], body]);
          res.end();
        });
      }),
    );
    const client = world.client();
    const big = 'ü'.repeat(100_000);
    await client.call(post(`${server.origin}/p?q=1`, 'hello', { headers: { 'X-Key': 'a\u00e9' } }));
    await client.call(post(`${server.origin}/big`, big, { method: 'PUT' }));
    await client.call(
      post(`${server.origin}/bytes`, new TextEncoder().encode('xbytesx').subarray(1, 6), { method: 'PATCH' }),
    );
    await client.call(get(`${server.origin}/none`, { method: 'POST' }));
    await client.call(get(`${server.origin}/gone`, { method: 'DELETE' }));
    expect(seen).toEqual([
      ['POST', '/p?q=1', 'a\u00e9', '5', 'hello'],
      ['PUT', '/big', undefined, '200000', big],
      ['PATCH', '/bytes', undefined, '5', 'bytes'],
      ['POST', '/none', undefined, '0', ''],
      ['DELETE', '/gone', undefined, undefined, ''],
    ]);
  });

  it.each([
    ['a line break in a value', { 'X-Key': 'a\r\nX-Evil: 1' }],
    ['a character beyond Latin-1', { 'X-Key': '\u0142' }],
    ['a name with a line break', { 'X-Key\r\nX-Evil': '1' }],
    ['a Host of its own', { Host: 'other.test' }],
    ['a length of its own', { 'Content-Length': '3' }],
    ['a framing of its own', { 'Transfer-Encoding': 'chunked' }],
  ])('with %s is not made', async (_what, headers) => {
    const server = await world.use(tcpServer(() => undefined));
    const exchange = unanswered(await world.client().call(get(server.origin, { headers })));
    expect(exchange).toMatchObject({ failure: 'connection_error', sentFully: false });
    expect(exchange.message).toMatch(/^The call to 127\.0\.0\.1 was not made\./);
    expect(exchange.message).not.toMatch(/Evil|other/);
    expect(server.seen.total).toBe(0);
  });

  it.each(['http://127.0.0.1:1/x', 'https://u:p@127.0.0.1:1/x', 'gopher://127.0.0.1/'])(
    'to %s is not made',
    async (url) => {
      expect(await world.client().call(get(url))).toMatchObject({ failure: 'blocked_address', sentFully: false });
    },
  );

  it('to what is no URL is not made', async () => {
    const exchange = unanswered(await world.client().call(get('shop.test/?token=secret')));
    expect(exchange).toMatchObject({ failure: 'connection_error', message: 'The URL cannot be read.' });
  });
});
