import { afterEach, describe, expect, it } from '@jest/globals';
import type { HttpCall } from '../../src/domain/exchange.js';
import { answered, get, post } from '../outbound/world.js';
import { eventually } from '../support/eventually.js';
import { addresses } from './addresses.js';
import type { Door } from './agent.js';
import { createSystemWorld, tell, timed } from './system-world.js';

const world = createSystemWorld();
const { seller } = addresses;
const LIMIT = 1_000;
const families = [
  ['IPv4', `https://${seller.four}/`],
  ['IPv6', `https://[${seller.six}]/`],
] as const;

afterEach(async () => {
  await world.internet.plug();
  world.internet.rememberEngine();
});

/** Leaves so many idle connections in the door's hands, which it would use again for a quarter of a minute. */
async function keepAlive(door: Door, url: string, connections = 1): Promise<void> {
  let held: (() => void)[] = [];
  world.seller.handler = (_req, res) => {
    held.push(() => res.writeHead(200, { 'keep-alive': 'timeout=60' }).end('ok'));
    if (held.length < connections) return;
    for (const answer of held) answer();
    held = [];
  };
  const calls = Array.from({ length: connections }, () => door.call(get(url)));
  for (const exchange of await Promise.all(calls)) answered(exchange);
  expect(world.seller.openConnections).toBe(connections);
  world.seller.reset();
}

/** The cable is pulled, the seller's machine starts anew, and the cable is back: the idle connections are ours alone. */
async function restartSeller(): Promise<void> {
  world.internet.unplug();
  world.internet.forgetConnections();
  await eventually(() => world.seller.openConnections === 0);
  await world.internet.plug();
}

async function endsInTime(what: string, door: Door, call: HttpCall) {
  const { exchange, took } = await timed(door, { ...call, timeoutMs: LIMIT });
  tell(`${what}: ${exchange.kind} after ${took} ms of ${LIMIT}`);
  expect(exchange.durationMs).toBeLessThanOrEqual(LIMIT * 1.25);
  return exchange;
}

describe('an idle connection that the seller has forgotten', () => {
  it.each(families)('costs a check at most its limit, and the next nothing: %s', async (family, url) => {
    const door = await world.door();
    await keepAlive(door, url);
    await restartSeller();
    await endsInTime(`${family}: check after the seller's restart`, door, get(url));
    expect(answered(await endsInTime(`${family}: the check after that`, door, get(url))).status).toBe(200);
  });

  it.each(families)('does not harm a forward, which never goes on it: %s', async (family, url) => {
    const door = await world.door();
    await keepAlive(door, url);
    await restartSeller();
    answered(await endsInTime(`${family}: forward after the seller's restart`, door, post(url, 'x')));
    expect(world.seller.requests).toHaveLength(1);
  });
});

describe('idle connections whose packets come back no more', () => {
  it.each(families)('cost a check its limit, and the next nothing: %s', async (family, url) => {
    const door = await world.door();
    await keepAlive(door, url);
    world.internet.forgetEngine();
    const first = await endsInTime(`${family}: check on a half-open connection`, door, get(url));
    expect(first).toMatchObject({ failure: 'timeout', sentFully: true });
    expect(answered(await endsInTime(`${family}: the check after that`, door, get(url))).status).toBe(200);
  });

  it('cost one check its limit, also when there are many of them', async () => {
    const [[, url]] = families;
    const door = await world.door();
    await keepAlive(door, url, 4);
    world.internet.forgetEngine();
    const first = await endsInTime('check on one of four half-open connections', door, get(url));
    expect(first).toMatchObject({ failure: 'timeout', sentFully: true });
    answered(await endsInTime('the check after that', door, get(url)));
  });

  it.each(families)('do not harm a forward, which never goes on them: %s', async (family, url) => {
    const door = await world.door();
    await keepAlive(door, url, 2);
    world.internet.forgetEngine();
    answered(await endsInTime(`${family}: forward beside two half-open connections`, door, post(url, 'x')));
    expect(world.seller.requests).toHaveLength(1);
  });

  it('may be those to the name server: it is asked anew', async () => {
    world.zone['a.shop.test'] = [seller.four];
    const door = await world.door();
    answered(await door.call(post('https://a.shop.test/', 'x')));
    world.internet.forgetEngine();
    const call = post('https://a.shop.test/', 'x', { timeoutMs: 8_000 });
    const { exchange, took } = await timed(door, call);
    tell(`forward by name after the NAT forgot: ${exchange.kind} after ${took} ms of 8000`);
    answered(exchange);
  });
});
