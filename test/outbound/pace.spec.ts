import { describe, expect, it } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { HoldBody, type BodySink } from '../../src/domain/received-body.js';
import { eventually } from '../support/eventually.js';
import { httpsServer, type TestServer } from './servers.js';
import { answered, createWorld, get, unanswered } from './world.js';

const world = createWorld();
const WINDOW_MS = 300;
const paced = { minBytesPerSecond: 16_384 };
const client = () => world.client({ paceWindowMs: WINDOW_MS });

/** A server that writes a body as the test says, for as long as somebody reads it. */
function writing(write: (res: ServerResponse) => Promise<void>): Promise<TestServer> {
  return world.use(httpsServer(world.cert, (_req, res) => void write(res)));
}

async function pieces(res: ServerResponse, count: number, bytes: number, everyMs: number): Promise<void> {
  for (let i = 0; i < count && !res.destroyed; i++) {
    res.write(Buffer.alloc(bytes));
    await sleep(everyMs);
  }
}

describe('a call that wants its body at some speed', () => {
  it.each<[string, (res: ServerResponse) => Promise<void>]>([
    ['drips', (res) => pieces(res, 1_000, 10, 20)],
    ['comes at half the speed', (res) => pieces(res, 1_000, 400, 50)],
    ['never begins', async (res) => void res.writeHead(200).flushHeaders()],
    ['stalls after a quick start', (res) => pieces(res, 4, 100_000, 10)],
  ])('ends where the body %s, as timeout', async (_what, write) => {
    const server = await writing(write);
    const begun = performance.now();
    const exchange = unanswered(await client().call(get(server.origin, paced)));
    expect(exchange).toMatchObject({ failure: 'timeout', sentFully: true, status: 200 });
    expect(exchange.message).toBe("The answer's body came more slowly than 16384 bytes a second, for 0.3 s.");
    expect(performance.now() - begun).toBeLessThan(10 * WINDOW_MS);
    await eventually(() => server.seen.open.size === 0);
  });

  it('is answered where it comes quickly enough, however long that takes', async () => {
    const server = await writing(async (res) => {
      await pieces(res, 30, 4_096, 50);
      res.end();
    });
    const { body } = answered(await client().call(get(server.origin, paced)));
    expect(body.size).toBe(30 * 4_096);
  });

  it('waits for the headers as long as it may', async () => {
    const server = await writing(async (res) => {
      await sleep(3 * WINDOW_MS);
      res.end('late, and whole');
    });
    expect(answered(await client().call(get(server.origin, paced))).body.head.toString()).toBe('late, and whole');
  });

  it('does not count the time in which we take nothing ourselves', async () => {
    const server = await writing(async (res) => void res.end(Buffer.alloc(500_000)));
    let waits = 0;
    const held = new HoldBody();
    const sink: BodySink = {
      write: async (piece) => {
        if (waits++ < 3) await sleep(2 * WINDOW_MS);
        void held.write(piece);
        return true;
      },
      end: () => held.end(),
      abort: () => held.abort(),
    };
    const { body } = answered(await client().call(get(server.origin, { ...paced, sink })));
    expect(body.size).toBe(500_000);
    expect(waits).toBeGreaterThan(3);
  });

  it('leaves no timer behind', async () => {
    const server = await writing(async (res) => void res.end('x'));
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const door = client();
    await door.call(get(server.origin, paced));
    const before = timers();
    for (let i = 0; i < 20; i++) await door.call(get(server.origin, paced));
    expect(timers()).toBeLessThan(before + 5);
  });
});

describe('a sink', () => {
  it('is told the status before the first piece', async () => {
    const server = await world.use(
      httpsServer(world.cert, (_req, res) => void res.writeHead(418).end('short and stout')),
    );
    const told: (number | string)[] = [];
    const held = new HoldBody();
    const sink: BodySink = {
      begin: (status) => void told.push(status),
      write: (piece) => (told.push(piece.toString()), held.write(piece)),
      end: () => held.end(),
      abort: () => held.abort(),
    };
    expect(answered(await client().call(get(server.origin, { sink }))).status).toBe(418);
    expect(told).toEqual([418, 'short and stout']);
  });
});
