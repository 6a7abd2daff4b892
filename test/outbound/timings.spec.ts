import { describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CallTimings, Exchange } from '../../src/domain/exchange.js';
import { nameServer } from './name-server.js';
import { httpsServer } from './servers.js';
import { createWorld, get, post, unanswered } from './world.js';

const world = createWorld();

const sumOf = ({ slotMs, lookupMs, connectMs, tlsMs, sendMs, waitMs, bodyMs }: CallTimings) =>
  [slotMs, lookupMs, connectMs, tlsMs, sendMs, waitMs, bodyMs].reduce<number>((sum, ms) => sum + (ms ?? 0), 0);

/** The phases follow one another: together they are the call, but for what rounding loses. */
function timingsOf(exchange: Exchange): CallTimings {
  const { timings, durationMs } = exchange;
  if (!timings) throw new Error('It was not timed.');
  expect(Math.abs(sumOf(timings) - durationMs)).toBeLessThan(10);
  return timings;
}

/** Ends the answer's head after 60 ms, and its body 60 ms later. */
const slow = () =>
  world.use(
    httpsServer(world.cert, (_req, res) => {
      void (async () => {
        await sleep(60);
        res.write('o');
        await sleep(60);
        res.end('k');
      })();
    }),
  );

describe('the timings of a call', () => {
  it('tell every phase of one that opens a connection, one after the other', async () => {
    const server = await slow();
    const names = await world.use(nameServer({ 'shop.test': ['127.0.0.1'] }));
    const client = world.client({ dnsServers: [names.address] });
    const timings = timingsOf(await client.call(get(server.origin.replace('127.0.0.1', 'shop.test'))));
    expect(timings).toEqual({
      slotMs: null,
      ...{ lookupMs: expect.any(Number), connectMs: expect.any(Number), tlsMs: expect.any(Number) },
      ...{ sendMs: expect.any(Number), waitMs: expect.any(Number), bodyMs: expect.any(Number) },
    });
    expect(timings.waitMs).toBeGreaterThan(50);
    expect(timings.bodyMs).toBeGreaterThan(50);
  });

  it('have no look-up, connecting and TLS on a connection that was kept', async () => {
    const server = await slow();
    const client = world.client();
    timingsOf(await client.call(get(server.origin)));
    const timings = timingsOf(await client.call(get(server.origin)));
    expect(timings).toMatchObject({ slotMs: null, lookupMs: null, connectMs: null, tlsMs: null });
    expect(timings.waitMs).toBeGreaterThan(50);
  });

  it('tell how long it waited for one of our own connections', async () => {
    const server = await slow();
    const client = world.client({ maxConnectionsPerOrigin: 1 });
    const [first, second] = await Promise.all([client.call(get(server.origin)), client.call(get(server.origin))]);
    expect(timingsOf(first).slotMs).toBeNull();
    expect(timingsOf(second).slotMs).toBeGreaterThan(100);
  });

  it('end in the phase in which it failed', async () => {
    const server = await world.use(httpsServer(world.cert, () => undefined));
    const silent = unanswered(await world.client().call(post(server.origin, 'x', { timeoutMs: 300 })));
    const timings = timingsOf(silent);
    expect(silent.phase).toBe('headers');
    expect(timings.waitMs).toBeGreaterThan(0);
    expect(timings.bodyMs).toBeNull();
  });

  it('are left out where nothing was sent', async () => {
    const refused = unanswered(await world.client().call(get('http://shop.test/')));
    expect(refused.timings).toBeUndefined();
  });
});
