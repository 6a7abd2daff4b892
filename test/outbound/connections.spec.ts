import { describe, expect, it } from '@jest/globals';
import type { TLSSocket } from 'node:tls';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../support/eventually.js';
import { nameServer } from './name-server.js';
import { httpsServer, onRequest, tcpServer, tlsServer } from './servers.js';
import { answered, createWorld, get, post, unanswered } from './world.js';

const world = createWorld();
const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';

describe('a connection', () => {
  it('is kept for the next call', async () => {
    const server = await world.use(httpsServer(world.cert, (_req, res) => void res.end('ok')));
    const client = world.client();
    for (let i = 0; i < 20; i++) answered(await client.call(get(server.origin)));
    expect(server.seen.total).toBe(1);
  });

  it('is new and used once for a call that wants it fresh', async () => {
    const connection: unknown[] = [];
    const server = await world.use(
      httpsServer(world.cert, (req, res) => {
        connection.push(req.headers.connection);
        res.end('ok');
      }),
    );
    const client = world.client();
    answered(await client.call(get(server.origin)));
    for (let i = 0; i < 3; i++) answered(await client.call(post(server.origin, 'x')));
    answered(await client.call(get(server.origin)));
    expect(connection).toEqual(['keep-alive', 'close', 'close', 'close', 'keep-alive']);
    expect(server.seen.total).toBe(4);
    await eventually(() => server.seen.open.size === 1);
  });

  it('that the server closed while it was idle is replaced unseen', async () => {
    const server = await world.use(
      tlsServer(world.cert, (socket) =>
        onRequest(socket, () => {
          socket.write(OK);
          setTimeout(() => socket.destroy(), Math.random() * 6);
        }),
      ),
    );
    const client = world.client();
    for (let i = 0; i < 150; i++) {
      expect(answered(await client.call(get(server.origin))).status).toBe(200);
      await sleep(Math.random() * 6);
    }
    expect(server.seen.total).toBeGreaterThan(20);
  });

  it('that dies just as a GET goes out on it costs one more, new, connection', async () => {
    const requests: number[] = [];
    const server = await world.use(
      tlsServer(world.cert, (socket, nth) =>
        onRequest(socket, () => {
          requests.push(nth);
          // The first connection answers once and drops the second request unanswered.
          if (nth === 1 && requests.length > 1) socket.destroy();
          else socket.write(OK);
        }),
      ),
    );
    const client = world.client();
    answered(await client.call(get(server.origin)));
    answered(await client.call(get(server.origin)));
    expect(requests).toEqual([1, 1, 2]);
  });

  it('that dies under a POST ends it: nothing is sent twice', async () => {
    const bodies: string[] = [];
    const server = await world.use(
      tlsServer(world.cert, (socket) =>
        onRequest(socket, (text) => {
          bodies.push(text.split(' ')[0]!);
          if (bodies.length > 1) socket.destroy();
          else socket.write(OK);
        }),
      ),
    );
    const client = world.client();
    answered(await client.call(get(server.origin)));
    const exchange = await client.call(post(server.origin, 'x', { freshConnection: false }));
    expect(exchange).toMatchObject({ failure: 'connection_error', sentFully: true });
    expect(bodies).toEqual(['GET', 'POST']);
  });

  it('that dies under a GET twice ends it: a server that always hangs up is asked twice, not for ever', async () => {
    let requests = 0;
    const server = await world.use(
      tlsServer(world.cert, (socket) =>
        onRequest(socket, () => (++requests === 1 ? socket.write(OK) : socket.destroy())),
      ),
    );
    const client = world.client();
    answered(await client.call(get(server.origin)));
    expect(await client.call(get(server.origin))).toMatchObject({ failure: 'connection_error' });
    expect(requests).toBe(3);
  });

  it.each([
    ['in the same breath', (socket: { write(text: string): unknown }) => void socket.write(OK + poison)],
    [
      'a moment later',
      (socket: { write(text: string): unknown }) => {
        socket.write(OK);
        setTimeout(() => socket.write(poison), 5);
      },
    ],
  ])('on which a second answer comes unasked (%s) does not serve the next call', async (_when, reply) => {
    const server = await world.use(
      tlsServer(world.cert, (socket) => onRequest(socket.setNoDelay(), () => reply(socket))),
    );
    const client = world.client();
    for (let i = 0; i < 3; i++) {
      expect(answered(await client.call(get(server.origin))).body.head.toString()).toBe('ok');
      await sleep(20);
    }
  });
  const poison = 'HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\npoison';
});

describe('the number of connections', () => {
  it('to one origin is bounded, and every call gets its turn', async () => {
    let now = 0;
    let most = 0;
    const server = await world.use(
      httpsServer(world.cert, (_req, res) => {
        most = Math.max(most, ++now);
        setTimeout(() => (now--, res.end()), 10);
      }),
    );
    const client = world.client({ maxConnectionsPerOrigin: 3 });
    const calls = Array.from({ length: 30 }, (_, i) =>
      client.call(i % 3 ? get(server.origin) : post(server.origin, 'x')),
    );
    for (const exchange of await Promise.all(calls)) expect(exchange.kind).toBe('answered');
    expect(most).toBe(3);
  });

  it('to one origin does not hold up another', async () => {
    const stuck = await world.use(tcpServer((socket) => void socket.resume()));
    const server = await world.use(httpsServer(world.cert, (_req, res) => void res.end()));
    const client = world.client({ maxConnectionsPerOrigin: 2 });
    const waiting = Array.from({ length: 10 }, () => client.call(get(stuck.origin, { timeoutMs: 2_000 })));
    const started = performance.now();
    answered(await client.call(get(server.origin)));
    expect(performance.now() - started).toBeLessThan(1_500);
    for (const exchange of await Promise.all(waiting)) expect(exchange).toMatchObject({ failure: 'timeout' });
    // Nothing is left in the queue: the next calls have the whole origin to themselves.
    await eventually(() => stuck.seen.open.size === 0);
    const next = [1, 2].map(() => client.call(get(stuck.origin, { timeoutMs: 300 })));
    await eventually(() => stuck.seen.open.size === 2);
    await Promise.all(next);
  });

  it('that are idle is bounded over all origins', async () => {
    const client = world.client({ maxIdleConnections: 2 });
    const servers = await Promise.all(
      [1, 2, 3, 4].map(() => world.use(httpsServer(world.cert, (_q, res) => void res.end()))),
    );
    for (const server of servers) answered(await client.call(get(server.origin)));
    await eventually(() => servers.map((server) => server.seen.open.size).join() === '0,0,1,1');
  });

  it('goes back to none when they are not used', async () => {
    const server = await world.use(
      tlsServer(world.cert, (socket) =>
        onRequest(socket, () => socket.write('HTTP/1.1 200 OK\r\nkeep-alive: timeout=3\r\ncontent-length: 0\r\n\r\n')),
      ),
    );
    const client = world.client();
    await Promise.all([1, 2, 3].map(() => client.call(get(server.origin))));
    expect(server.seen.open.size).toBe(3);
    // Two seconds before the server would.
    await eventually(() => server.seen.open.size === 0, { withinMs: 2_500 });
  });
});

describe('a storm of calls to a server that does everything wrong', () => {
  it('leaves every call ended once and every slot free', async () => {
    const chunk = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n';
    const habits: ((socket: TLSSocket) => unknown)[] = [
      (socket) => socket.write(OK),
      (socket) => socket.write(OK),
      (socket) => socket.end(OK),
      (socket) => (socket.write(OK), socket.destroy()),
      (socket) => socket.destroy(),
      (socket) => socket.write('nonsense\r\n\r\n'),
      (socket) => socket.write(chunk),
      (socket) => (socket.write(chunk), socket.destroy()),
      (socket) => socket.write(OK + OK),
      () => undefined,
    ];
    const server = await world.use(
      tlsServer(world.cert, (socket) =>
        onRequest(socket, () => habits[Math.floor(Math.random() * habits.length)]!(socket)),
      ),
    );
    const client = world.client({ maxConnectionsPerOrigin: 5 });
    const kinds: Record<string, number> = {};
    const call = async (n: number): Promise<void> => {
      const stop = new AbortController();
      if (n % 7 === 0) setTimeout(() => stop.abort(), Math.random() * 40);
      const more = { timeoutMs: 20 + Math.random() * 60, freshConnection: n % 3 === 0, signal: stop.signal };
      const exchange = await client.call(n % 2 ? get(server.origin, more) : post(server.origin, 'x', more));
      const kind = exchange.kind === 'answered' ? 'answered' : exchange.failure;
      kinds[kind] = (kinds[kind] ?? 0) + 1;
    };
    for (let round = 0; round < 40; round++)
      await Promise.all(Array.from({ length: 15 }, (_, i) => call(round * 15 + i)));
    expect(Object.keys(kinds).sort()).toEqual(['aborted', 'answered', 'connection_error', 'timeout']);
    expect(Object.values(kinds).reduce((a, b) => a + b)).toBe(600);
    // All five slots can still be had at once.
    await eventually(() => server.seen.open.size === 0);
    habits.splice(0, habits.length, () => undefined);
    const five = Array.from({ length: 5 }, () => client.call(get(server.origin, { timeoutMs: 3_000 })));
    await eventually(() => server.seen.open.size === 5, { withinMs: 2_500 });
    await client.close();
    for (const exchange of await Promise.all(five)) expect(exchange).toMatchObject({ failure: 'aborted' });
  });
});

describe('close', () => {
  it('ends what is under way, refuses what comes, and leaves nothing open', async () => {
    await eventually(() => resources() === '');
    const names = await nameServer({ 'hole.test': 'silent' });
    const silent = await tlsServer(world.cert, (socket) => void socket.resume());
    const mute = await tcpServer((socket) => void socket.resume());
    const quick = await httpsServer(world.cert, (_req, res) => void res.end());
    const client = world.client({ dnsServers: [names.address], maxConnectionsPerOrigin: 1 });
    answered(await client.call(get(quick.origin)));
    const urls = [silent.origin, silent.origin, mute.origin, 'https://hole.test/'];
    const calls = urls.map((url) => client.call(get(url, { timeoutMs: 60_000 })));
    await eventually(() => silent.seen.open.size === 1 && mute.seen.open.size === 1 && names.questions.length === 2);
    await client.close();
    for (const exchange of await Promise.all(calls)) expect(exchange).toMatchObject({ failure: 'aborted' });
    const late = unanswered(await client.call(get(quick.origin)));
    expect(late).toMatchObject({ failure: 'aborted', sentFully: false });
    await eventually(() => silent.seen.open.size + mute.seen.open.size + quick.seen.open.size === 0);
    for (const server of [silent, mute, quick]) await server.close();
    names.close();
    await eventually(() => resources() === '');
  });
});

/** What keeps this process alive: sockets, timers, name lookups. */
function resources(): string {
  const kinds = process.getActiveResourcesInfo().filter((kind) => /TCP|TLS|UDP|DNS|QUERY|GETADDR|CARES/i.test(kind));
  return kinds.sort().join();
}
