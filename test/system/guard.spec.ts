import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Server } from 'node:net';
import { answered, get, post } from '../outbound/world.js';
import { eventually } from '../support/eventually.js';
import { addresses } from './addresses.js';
import { createSystemWorld } from './system-world.js';

const world = createSystemWorld();
const { seller, intranet } = addresses;

/** Listeners where no seller may make us go: in the intranet, and on every address of the engine's own machine. */
const forbidden: Server[] = [];
let reached = 0;

beforeAll(async () => {
  for (const agent of [world.internet.inside, world.internet.engine]) {
    const server = await agent.listen(443);
    forbidden.push(server.on('connection', (socket) => void ((reached += 1), socket.destroy())));
  }
});
beforeEach(() => {
  reached = 0;
});
afterAll(() => forbidden.forEach((server) => server.close()));

describe('a public address', () => {
  it.each([`https://${seller.four}/`, `https://[${seller.six}]/`])('is called without allowance: %s', async (url) => {
    const door = await world.door();
    expect(answered(await door.call(get(url))).body.head.toString()).toBe('ok');
    expect(answered(await door.call(post(url, 'x'))).status).toBe(200);
  });

  it.each([
    ['IPv4', [seller.four], [`GET ${seller.four}`]],
    ['IPv6', [seller.six], [`GET ${seller.six}`]],
    ['both', [seller.four, seller.six], [`GET ${seller.four}`]],
  ])('is found by its name: %s', async (_which, found, requests) => {
    world.zone['a.shop.test'] = found;
    expect(answered(await (await world.door()).call(get('https://a.shop.test/'))).status).toBe(200);
    expect(world.seller.requests).toEqual(requests);
  });
});

describe('an address that no seller may make us reach', () => {
  const known = [intranet.four, intranet.metadata, intranet.six, '127.0.0.1', '::1', addresses.engine.four];

  it.each(known)('is there to be reached: %s', async (address) => {
    const before = world.internet.packetsInside();
    await world.internet.engine.connect(443, address);
    await eventually(() => reached === 1);
    const isInside = Object.values<string>(intranet).includes(address);
    expect(world.internet.packetsInside() > before).toBe(isInside);
  });

  it.each([
    ['private', [intranet.four]],
    ['of the metadata service', [intranet.metadata]],
    ['unique local', [intranet.six]],
    ['loopback', ['127.0.0.1', '::1']],
    ['private, mapped into IPv6', ['::ffff:a42:1']],
    ['private, behind a public one', [seller.four, intranet.four]],
    ['private, before a public one', [intranet.four, seller.four]],
    ['unique local, beside a public IPv4 one', [seller.four, intranet.six]],
    ['private, beside a public IPv6 one', [seller.six, intranet.four]],
    ['of the metadata service, behind five public ones', [...Array<string>(5).fill(seller.four), intranet.metadata]],
  ])('gets not one packet when it is what a name answers: %s', async (_which, found) => {
    world.zone['evil.shop.test'] = found;
    const door = await world.door();
    await nothingInside(async () => {
      for (const call of [get('https://evil.shop.test/'), post('https://evil.shop.test/', 'x')])
        expect(await door.call(call)).toMatchObject({ failure: 'blocked_address', sentFully: false });
    });
    expect(world.seller.connections).toBe(0);
  });

  it.each([
    `https://${intranet.four}/`,
    `https://${intranet.metadata}/latest/meta-data`,
    `https://[${intranet.six}]/`,
    `https://[::ffff:${intranet.four}]/`,
    'https://0x0a420001/',
    'https://127.0.0.1/',
  ])('gets not one packet when the URL names it: %s', async (url) => {
    const door = await world.door();
    await nothingInside(async () => {
      expect(await door.call(get(url))).toMatchObject({ failure: 'blocked_address', sentFully: false });
    });
  });

  it.each([intranet.four, intranet.metadata, '127.0.0.1'])(
    'gets not one packet when a name turns to it after a public one: %s',
    async (turned) => {
      world.zone['evil.shop.test'] = (type, nth) => (type === 'AAAA' ? [] : nth === 1 ? [seller.four] : [turned]);
      const door = await world.door();
      const url = 'https://evil.shop.test/';
      await nothingInside(async () => {
        // One question for check and dial: there is no second answer in between.
        expect(answered(await door.call(post(url, 'x'))).status).toBe(200);
        expect(world.names.questions.filter((one) => one === 'A evil.shop.test')).toHaveLength(1);
        expect(await door.call(post(url, 'x'))).toMatchObject({ failure: 'blocked_address', sentFully: false });
      });
      expect(world.seller.requests).toEqual([`POST ${seller.four}`]);
    },
  );

  it('gets not one packet when a public seller redirects to it', async () => {
    world.seller.handler = (_req, res) => res.writeHead(307, { location: `https://${intranet.metadata}/` }).end();
    const door = await world.door();
    await nothingInside(async () => {
      expect(answered(await door.call(get(`https://${seller.four}/`))).status).toBe(307);
    });
  });
});

/** Neither a connection nor any packet has come, on the intranet or on the engine's own machine. */
async function nothingInside(run: () => Promise<void>): Promise<void> {
  const before = world.internet.packetsInside();
  await run();
  expect([reached, world.internet.packetsInside() - before]).toEqual([0, 0]);
}
