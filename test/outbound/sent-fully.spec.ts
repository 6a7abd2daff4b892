import { describe, expect, it } from '@jest/globals';
import type { TLSSocket } from 'node:tls';
import type { HttpCall } from '../../src/domain/exchange.js';
import { nameServer } from './name-server.js';
import { httpServer, tcpServer, tlsServer } from './servers.js';
import { createWorld, get, post, unanswered } from './world.js';

const world = createWorld();
const MB = 1_000_000;

/** Reads so many bytes of body and then does `then`. */
function reading(bytes: number, then: (socket: TLSSocket) => void) {
  return (socket: TLSSocket): void => {
    let seen = 0;
    let done = false;
    socket.on('data', (piece: Buffer) => {
      const head = seen === 0 ? piece.indexOf('\r\n\r\n') + 4 : 0;
      seen += piece.length - head;
      if (seen < bytes || done) return;
      done = true;
      then(socket);
    });
  };
}

function reset(socket: TLSSocket): void {
  // A TLSSocket cannot reset; what is under it can.
  const under = (socket as unknown as { _parent?: { resetAndDestroy(): void } })._parent;
  if (under) under.resetAndDestroy();
  else socket.destroy();
}

describe('sentFully is true', () => {
  const cases: [string, (url: string) => HttpCall, number][] = [
    ['a GET', (url) => get(url, { freshConnection: true }), 0],
    ['a DELETE without a body', (url) => get(url, { method: 'DELETE' }), 0],
    ['a POST without a body', (url) => get(url, { method: 'POST' }), 0],
    ['a small body', (url) => post(url, 'hello'), 5],
    ['a body as large as the socket buffer', (url) => post(url, Buffer.alloc(16_384)), 16_384],
    ['one byte more', (url) => post(url, Buffer.alloc(16_385)), 16_385],
    ['several pieces', (url) => post(url, Buffer.alloc(4 * 32_768)), 4 * 32_768],
    ['several pieces and a bit', (url) => post(url, Buffer.alloc(4 * 32_768 + 1)), 4 * 32_768 + 1],
    ['a large body', (url) => post(url, Buffer.alloc(20 * MB)), 20 * MB],
  ];
  it.each(cases)('after %s, when the server has read all of it and hangs up', async (_what, call, bytes) => {
    const server = await world.use(
      tlsServer(
        world.cert,
        reading(bytes, (socket) => void socket.destroy()),
      ),
    );
    const exchange = unanswered(await world.client().call(call(server.origin)));
    expect(exchange).toMatchObject({ failure: 'connection_error', sentFully: true });
    expect(exchange.message).toBe('127.0.0.1 closed the connection without an answer.');
  });

  it.each(cases)('after %s, when the server has read all of it and is silent', async (_what, call, bytes) => {
    const server = await world.use(
      tlsServer(
        world.cert,
        reading(bytes, () => undefined),
      ),
    );
    const exchange = await world.client().call({ ...call(server.origin), timeoutMs: 800 });
    expect(exchange).toMatchObject({ failure: 'timeout', sentFully: true });
  });

  it('when a small request is reset unread: it had left, and who knows', async () => {
    const server = await world.use(tlsServer(world.cert, (socket) => setTimeout(() => reset(socket), 20)));
    const exchange = await world.client().call(post(server.origin, 'hello'));
    expect(exchange).toMatchObject({ failure: 'connection_error', sentFully: true });
  });

  it('over plain http too', async () => {
    const server = await world.use(httpServer((req) => req.resume().on('end', () => req.socket.destroy())));
    const call = post(server.origin, Buffer.alloc(20 * MB), { trust: 'operator' });
    expect(await world.client().call(call)).toMatchObject({ failure: 'connection_error', sentFully: true });
  });
});

describe('sentFully is false', () => {
  it.each([0, 1, 100_000, 10 * MB, 19 * MB])('after a reset with %i bytes of a large body read', async (bytes) => {
    const server = await world.use(
      tlsServer(
        world.cert,
        reading(bytes, (socket) => reset(socket)),
      ),
    );
    const exchange = unanswered(await world.client().call(post(server.origin, Buffer.alloc(40 * MB))));
    expect(exchange).toMatchObject({ failure: 'connection_error', sentFully: false });
  });

  it('after a reset before anything of a large body is read', async () => {
    const server = await world.use(tlsServer(world.cert, (socket) => setTimeout(() => reset(socket), 50)));
    const exchange = await world.client().call(post(server.origin, Buffer.alloc(40 * MB)));
    expect(exchange).toMatchObject({ failure: 'connection_error', sentFully: false });
  });

  it('after a reset in the middle of a plain http body', async () => {
    const server = await world.use(tcpServer((socket) => void socket.once('data', () => socket.resetAndDestroy())));
    const url = server.origin.replace('https', 'http');
    const exchange = await world.client().call(post(url, Buffer.alloc(40 * MB), { trust: 'operator' }));
    expect(exchange).toMatchObject({ failure: 'connection_error', sentFully: false });
  });

  it('when the signal comes in the middle of the body', async () => {
    const stop = new AbortController();
    const server = await world.use(
      tlsServer(world.cert, (socket) => void socket.once('data', () => (socket.pause(), stop.abort()))),
    );
    const call = post(server.origin, Buffer.alloc(40 * MB), { signal: stop.signal });
    expect(await world.client().call(call)).toMatchObject({ failure: 'aborted', sentFully: false });
  });

  it('when the name cannot be looked up, nobody listens, or TLS fails', async () => {
    const names = await world.use(nameServer({}));
    const closed = await tcpServer(() => undefined);
    await closed.close();
    const plain = await world.use(tcpServer((socket) => void socket.on('data', () => socket.end('no TLS here'))));
    const client = world.client({ dnsServers: [names.address] });
    expect(await client.call(post('https://nowhere.test/', 'x'))).toMatchObject({
      failure: 'dns_error',
      sentFully: false,
      message: 'The name nowhere.test does not exist.',
    });
    expect(await client.call(post(closed.origin, 'x'))).toMatchObject({
      failure: 'connection_error',
      sentFully: false,
    });
    expect(await client.call(post(plain.origin, 'x'))).toMatchObject({ failure: 'tls_error', sentFully: false });
  });
});
