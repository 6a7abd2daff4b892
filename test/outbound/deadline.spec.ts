import { describe, expect, it } from '@jest/globals';
import { getEventListeners } from 'node:events';
import { eventually } from '../support/eventually.js';
import { nameServer } from './name-server.js';
import { httpsServer, onRequest, tcpServer, tlsServer, type TestServer } from './servers.js';
import { createWorld, get, post, unanswered } from './world.js';

const world = createWorld();
const LIMIT = 1_000;

/** Writes a byte every 20 ms for as long as the connection lives. */
function drip(socket: NodeJS.WritableStream & { on(event: 'close', then: () => void): unknown }, text = 'x'): void {
  let at = 0;
  const timer = setInterval(() => socket.write(text[at++ % text.length]!), 20);
  socket.on('close', () => clearInterval(timer));
}

interface Slowness {
  readonly what: string;
  readonly serve: () => Promise<TestServer>;
  readonly sentFully: boolean;
  readonly status?: number;
  readonly says: string;
}

const slow: Slowness[] = [
  {
    what: 'a server that accepts and never begins the TLS handshake',
    serve: () => tcpServer((socket) => void socket.resume()),
    sentFully: false,
    says: 'in the TLS handshake',
  },
  {
    what: 'a TLS handshake that drips',
    serve: () => tcpServer((socket) => drip(socket, '\x16\x03\x03\x40\x00\x02')),
    sentFully: false,
    says: 'in the TLS handshake',
  },
  {
    what: 'a server that never answers',
    serve: () => tlsServer(world.cert, (socket) => void socket.resume()),
    sentFully: true,
    says: 'while waiting for the answer to begin',
  },
  {
    what: 'dripped headers',
    serve: () =>
      tlsServer(world.cert, (socket) =>
        onRequest(socket, () => {
          socket.write('HTTP/1.1 200 OK\r\n');
          drip(socket, 'x-slow: 1\r\n');
        }),
      ),
    sentFully: true,
    says: 'while waiting for the answer to begin',
  },
  {
    what: 'endless informational answers',
    serve: () =>
      tlsServer(world.cert, (socket) =>
        onRequest(socket, () => drip(socket, 'HTTP/1.1 103 Early Hints\r\nlink: a\r\n\r\n')),
      ),
    sentFully: true,
    says: 'while waiting for the answer to begin',
  },
  {
    what: 'a dripped body',
    serve: () =>
      tlsServer(world.cert, (socket) =>
        onRequest(socket, () => {
          socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n');
          drip(socket);
        }),
      ),
    sentFully: true,
    status: 200,
    says: "before the answer's body was complete",
  },
  {
    what: 'a dripped body in chunks',
    serve: () =>
      tlsServer(world.cert, (socket) =>
        onRequest(socket, () => {
          socket.write('HTTP/1.1 503 Busy\r\ntransfer-encoding: chunked\r\n\r\n');
          drip(socket, '1\r\nx\r\n');
        }),
      ),
    sentFully: true,
    status: 503,
    says: "before the answer's body was complete",
  },
  {
    what: 'a body with no end in sight',
    serve: () =>
      httpsServer(world.cert, (_req, res) => {
        res.writeHead(200);
        drip(res, 'abc');
      }),
    sentFully: true,
    status: 200,
    says: "before the answer's body was complete",
  },
];

describe('the time limit of a call', () => {
  it.each(slow)('ends $what', async ({ serve, sentFully, status, says }) => {
    const server = await world.use(serve());
    const client = world.client();
    const started = performance.now();
    const exchange = unanswered(await client.call(get(server.origin, { timeoutMs: LIMIT })));
    const took = performance.now() - started;
    expect(exchange).toMatchObject({ failure: 'timeout', sentFully });
    expect(exchange.status).toBe(status);
    expect(exchange.message).toBe(`The time limit of ${LIMIT} ms passed ${says}.`);
    expect(took).toBeGreaterThanOrEqual(LIMIT - 5);
    expect(took).toBeLessThan(LIMIT * 1.25);
    expect(exchange.durationMs).toBeGreaterThanOrEqual(LIMIT - 5);
    await eventually(() => server.seen.open.size === 0);
  });

  it('ends the lookup of a black-holed name', async () => {
    const names = await world.use(nameServer({ 'hole.test': 'silent' }));
    const client = world.client({ dnsServers: [names.address] });
    const started = performance.now();
    const exchange = unanswered(await client.call(get('https://hole.test/', { timeoutMs: LIMIT })));
    expect(performance.now() - started).toBeLessThan(LIMIT * 1.25);
    expect(exchange).toMatchObject({ failure: 'timeout', sentFully: false });
    expect(exchange.message).toContain('while the name was being looked up');
  });

  it('is not needed where the lookup has a shorter limit of its own', async () => {
    const names = await world.use(nameServer({ 'hole.test': 'silent' }));
    const client = world.client({ dnsServers: [names.address], lookupTimeoutMs: 200 });
    const exchange = await client.call(get('https://hole.test/'));
    expect(exchange).toMatchObject({ failure: 'dns_error', sentFully: false });
  });

  it('ends a request whose body the server does not read, as not fully sent', async () => {
    const server = await world.use(tlsServer(world.cert, (socket) => void socket.pause()));
    const client = world.client();
    const exchange = unanswered(await client.call(post(server.origin, Buffer.alloc(64_000_000), { timeoutMs: LIMIT })));
    expect(exchange).toMatchObject({ failure: 'timeout', sentFully: false });
    expect(exchange.message).toContain('before the whole request was sent');
  });

  it('ends a call that waits for a free connection', async () => {
    const server = await world.use(tlsServer(world.cert, (socket) => void socket.resume()));
    const client = world.client({ maxConnectionsPerOrigin: 1 });
    const first = client.call(get(server.origin, { timeoutMs: 2 * LIMIT }));
    const second = unanswered(await client.call(get(server.origin, { timeoutMs: LIMIT })));
    expect(second).toMatchObject({ failure: 'timeout', sentFully: false });
    expect(second.message).toContain('while it waited for a free connection');
    expect(await first).toMatchObject({ failure: 'timeout', sentFully: true });
  });

  it('may be longer than a timer can be', async () => {
    const server = await world.use(httpsServer(world.cert, (_req, res) => void setTimeout(() => res.end(), 50)));
    const exchange = await world.client().call(get(server.origin, { timeoutMs: 5_000_000_000 }));
    expect(exchange.kind).toBe('answered');
  });
});

describe('a call under a signal', () => {
  it('ends as aborted, wherever it is', async () => {
    let heard = false;
    const silent = await world.use(tlsServer(world.cert, (socket) => void socket.on('data', () => (heard = true))));
    const mute = await world.use(tcpServer((socket) => void socket.resume()));
    const client = world.client({ maxConnectionsPerOrigin: 1 });
    const stop = new AbortController();
    const { signal } = stop;
    const calls = [silent, mute, silent].map((server) => client.call(get(server.origin, { signal })));
    await eventually(() => heard && mute.seen.open.size === 1);
    stop.abort();
    const exchanges = (await Promise.all(calls)).map(unanswered);
    expect(exchanges.map((exchange) => exchange.failure)).toEqual(['aborted', 'aborted', 'aborted']);
    expect(exchanges.map((exchange) => exchange.sentFully)).toEqual([true, false, false]);
    await eventually(() => silent.seen.open.size === 0 && mute.seen.open.size === 0);
  });

  it('that is over already is not made', async () => {
    const server = await world.use(tcpServer(() => undefined));
    const exchange = await world.client().call(get(server.origin, { signal: AbortSignal.abort() }));
    expect(exchange).toMatchObject({ failure: 'aborted', sentFully: false });
    expect(server.seen.total).toBe(0);
  });

  it('leaves one listener on it, however many calls share it, and no timer', async () => {
    const server = await world.use(httpsServer(world.cert, (_req, res) => void res.end()));
    const client = world.client();
    const { signal } = new AbortController();
    const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const before = timers();
    const calls = Array.from({ length: 100 }, () => client.call(get(server.origin, { signal, timeoutMs: 60_000 })));
    for (const exchange of await Promise.all(calls)) expect(exchange.kind).toBe('answered');
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    expect(timers()).toBeLessThan(before + 10);
  });
});
