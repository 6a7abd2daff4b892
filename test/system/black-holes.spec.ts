import { afterEach, describe, expect, it } from '@jest/globals';
import type { RequestListener } from 'node:http';
import type { HttpCall } from '../../src/domain/exchange.js';
import { answered, get, post } from '../outbound/world.js';
import { addresses } from './addresses.js';
import type { Door } from './agent.js';
import { createSystemWorld, tell, timed, type DoorOptions } from './system-world.js';

const world = createSystemWorld();
const { seller, dead, nobody } = addresses;
const LIMIT = 1_000;
/** A check's own limit (contract, section 5). */
const CHECK_LIMIT = 8_000;
const deadNames: DoorOptions = { dnsServers: [dead.four[0]] };
const url = `https://${seller.four}/`;

/** Ends by its limit and a quarter more, as a fault and never as an answer. */
async function endsInTime(what: string, door: Door, call: HttpCall, expected: object): Promise<void> {
  const exchange = await door.call(call);
  tell(`${what}: ended after ${exchange.durationMs} ms of ${call.timeoutMs}`);
  expect(exchange).toMatchObject({ kind: 'unanswered', ...expected });
  expect(exchange.durationMs).toBeLessThanOrEqual(call.timeoutMs * 1.25);
}

describe('a call into a black hole', () => {
  it.each([
    ['an IPv4 address', `https://${dead.four[0]}/`],
    ['an IPv6 address', `https://[${dead.six[0]}]/`],
  ])('ends by its limit: %s', async (what, to) => {
    const expected = { failure: 'timeout', sentFully: false, message: expect.stringContaining('while connecting') };
    await endsInTime(what, await world.door(), get(to, { timeoutMs: LIMIT }), expected);
    await endsInTime(`${what}, forward`, await world.door(), post(to, 'x', { timeoutMs: LIMIT }), expected);
  });

  it('ends by its limit: a name whose addresses are all dead', async () => {
    world.zone['hole.shop.test'] = [...dead.four, ...dead.six];
    const call = get('https://hole.shop.test/', { timeoutMs: LIMIT });
    await endsInTime('12 dead addresses', await world.door(), call, { failure: 'timeout', sentFully: false });
  });

  it.each<[string, DoorOptions]>([
    ['a name server that is not there', deadNames],
    ['two name servers that are not there', { dnsServers: dead.four.slice(0, 2) }],
    ['a name that its server never answers', {}],
  ])('ends by its limit: %s', async (what, options) => {
    world.zone['hole.shop.test'] = 'silent';
    const call = get('https://hole.shop.test/', { timeoutMs: LIMIT });
    const expected = { failure: 'timeout', message: expect.stringContaining('being looked up'), sentFully: false };
    await endsInTime(what, await world.door(options), call, expected);
  });

  it('ends at once where a name server refuses or its port is closed', async () => {
    world.zone['refused.shop.test'] = 'refused';
    const call = get('https://refused.shop.test/', { timeoutMs: LIMIT });
    const closed = await world.door({ dnsServers: [`${seller.four}:5353`] });
    await endsInTime('refused by the name server', await world.door(), call, { failure: 'dns_error' });
    await endsInTime('closed port of a name server', closed, call, { failure: 'dns_error' });
  });

  it('ends by the 8 seconds of a check, wherever it is caught', async () => {
    world.zone['hole.shop.test'] = 'silent';
    world.zone['dead.shop.test'] = [...dead.four, ...dead.six];
    world.seller.handler = (_req, res) => void res.writeHead(200, { 'content-length': 10 }).write('12345');
    const [door, withoutNames] = [await world.door(), await world.door(deadNames)];
    const check = (to: string) => get(to, { timeoutMs: CHECK_LIMIT });
    await Promise.all([
      endsInTime('check of a dead IPv4 address', door, check(`https://${dead.four[0]}/`), { failure: 'timeout' }),
      endsInTime('check of a dead IPv6 address', door, check(`https://[${dead.six[0]}]/`), { failure: 'timeout' }),
      endsInTime('check of 12 dead addresses', door, check('https://dead.shop.test/'), { failure: 'timeout' }),
      endsInTime('check of a silent name', door, check('https://hole.shop.test/'), { failure: 'dns_error' }),
      endsInTime('check without any name server', withoutNames, check('https://a.shop.test/'), {
        failure: 'dns_error',
      }),
      endsInTime('check of an address that nobody has', door, check(`https://${nobody}/`), {
        failure: 'connection_error',
      }),
      endsInTime('check with half an answer', door, check(url), { failure: 'timeout', sentFully: true, status: 200 }),
    ]);
  });
});

describe('a name server that is not there', () => {
  it('is passed over for the next one, and then asked last', async () => {
    world.zone['a.shop.test'] = [seller.four];
    const door = await world.door({ dnsServers: [dead.four[0], addresses.nameServer] });
    for (const nth of ['first', 'second', 'third']) {
      const { exchange, took } = await timed(door, post('https://a.shop.test/', 'x'));
      answered(exchange);
      tell(`${nth} call past a dead name server: ${took} ms`);
      expect(took).toBeLessThan(nth === 'first' ? 3_000 : 2_000);
    }
  });
});

describe('a name whose server does not answer for IPv6', () => {
  it('is called at its IPv4 address soon', async () => {
    world.zone['a.shop.test'] = (type) => (type === 'A' ? [seller.four] : null);
    const { exchange, took } = await timed(await world.door(), get('https://a.shop.test/'));
    answered(exchange);
    tell(`call while AAAA stays unanswered: ${took} ms`);
    expect(took).toBeLessThan(1_500);
  });
});

describe('eight names in a black hole at once', () => {
  it.each([
    ['that their server never answers', 'silent' as const],
    ['whose addresses are dead', [...dead.four, ...dead.six]],
  ])('do not hold up a good one: names %s', async (what, entry) => {
    world.zone['good.shop.test'] = [seller.four, seller.six];
    for (let i = 0; i < 8; i++) world.zone[`hole${i}.shop.test`] = entry;
    const door = await world.door();
    const good = () => timed(door, get('https://good.shop.test/', { freshConnection: true }));
    const alone = await good();
    const intoHole = (i: number) => door.call(get(`https://hole${i}.shop.test/`, { timeoutMs: 2_000 }));
    const holes = Array.from({ length: 8 }, (_, i) => intoHole(i));
    const beside = [await good(), await good(), await good()];
    for (const exchange of await Promise.all(holes)) expect(exchange).toMatchObject({ failure: 'timeout' });
    for (const { exchange } of [alone, ...beside]) expect(answered(exchange).status).toBe(200);
    for (const { took } of beside) expect(took).toBeLessThan(1_000);
    tell(`a good name beside eight ${what}: ${beside.map((one) => one.took).join(', ')} ms; alone ${alone.took} ms`);
  });
});

describe('a seller whose cable is pulled', () => {
  afterEach(() => world.internet.plug());

  /** What the seller does last. */
  const moments: [string, () => void, HttpCall, object][] = [
    [
      'before the TLS handshake',
      () => (world.seller.onConnection = () => world.internet.unplug()),
      get(url, { timeoutMs: LIMIT }),
      { sentFully: false, message: expect.stringContaining('in the TLS handshake') },
    ],
    [
      'in the middle of a large request',
      () => pullOn((req) => void req.resume()),
      post(url, Buffer.alloc(32_000_000), { timeoutMs: LIMIT }),
      { sentFully: false, message: expect.stringContaining('before the whole request was sent') },
    ],
    [
      'when it has read a check',
      () => pullOn(() => undefined),
      get(url, { timeoutMs: LIMIT }),
      { sentFully: true, message: expect.stringContaining('waiting for the answer to begin') },
    ],
    [
      'when it has read a forward',
      () => pullOn((req) => void req.resume()),
      post(url, 'x', { timeoutMs: LIMIT }),
      { sentFully: true, message: expect.stringContaining('waiting for the answer to begin') },
    ],
    [
      'in the middle of its answer',
      () => (world.seller.handler = halfAnAnswer),
      get(url, { timeoutMs: LIMIT }),
      { sentFully: true, status: 200, message: expect.stringContaining("before the answer's body was complete") },
    ],
  ];

  it.each(moments)('%s: the call ends by its limit, and the next one is as ever', async (when, arrange, call, how) => {
    const door = await world.door();
    arrange();
    await endsInTime(`cable pulled ${when}`, door, call, { failure: 'timeout', ...how });
    await world.internet.plug();
    world.seller.reset();
    const { exchange, took } = await timed(door, get(url));
    tell(`next call after that: ${took} ms`);
    expect(answered(exchange).status).toBe(200);
  });

  function pullOn(then: (req: Parameters<RequestListener>[0]) => void): void {
    world.seller.handler = (req) => {
      world.internet.unplug();
      then(req);
    };
  }

  function halfAnAnswer(...[, res]: Parameters<RequestListener>): void {
    res.writeHead(200, { 'content-length': 10 });
    res.write('12345', () => world.internet.unplug());
  }
});
