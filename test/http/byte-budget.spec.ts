import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connect, type Socket } from 'node:net';
import type { Lease } from '../../src/domain/byte-budget.js';
import type { JourneyOrder } from '../journeys/journey-order.js';
import { useJourney } from '../journeys/journey.js';
import { prepare, put, tryPrepare, type PreparedJson } from '../journeys/upload-client.js';
import { eventually } from '../support/eventually.js';
import type { Answer } from '../support/roundtrip.js';

/** The smallest budget that the settings allow; as many calls at once as are usual may need half of it to write files. */
const SMALLEST = 8_388_608;
const BUDGET = SMALLEST / 2;
const HELD_CALLBACK = 256 * 1024 + 64 * 1024;
const journey = useJourney({ env: { MAX_BYTES_IN_FLIGHT: String(SMALLEST) } });
const bytes = Buffer.alloc(10_000, 7);

let order: JourneyOrder;
let lease: Lease | null = null;
beforeEach(async () => {
  order = await (await journey.tool({ status_url: null })).placed();
  await eventually(() => journey.roundtrip.rooms.budget.inUse === 0);
});
afterEach(async () => {
  lease?.release();
  lease = null;
  await eventually(() => inUse() === 0);
});

const inUse = () => journey.roundtrip.rooms.budget.inUse;

/** Takes all of the budget but this. */
function leave(free: number): void {
  lease = journey.roundtrip.rooms.budget.tryTake(BUDGET - free);
  expect(lease).not.toBeNull();
}

/** A request of which only the head has been sent, and what comes back of it. */
async function halfOf(path: string, headers: readonly string[], method = 'POST'): Promise<Socket> {
  const { hostname, port } = new URL(journey.roundtrip.url);
  const socket = connect(Number(port), hostname).on('error', () => undefined);
  socket.write(
    `${method} ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${headers.join('\r\n')}\r\n\r\n`,
  );
  return socket;
}

const bearer = () => `Authorization: Bearer ${journey.roundtrip.adminToken}`;
const secret = () => `x-callback-secret: ${order.tool.json.callback_secret}`;
const progress = { ok: true, status: 'processing', progress: 1 };

interface Seen {
  readonly status: number;
  readonly code: unknown;
  readonly retryAfter: unknown;
}

const seen = ({ status, headers, body }: Answer): Seen => ({
  ...{ status, code: body.error?.code, retryAfter: headers.get('retry-after') },
});

let prepared: PreparedJson;
const file = { filename: 'a', mime_type: 'text/plain', file_size: 1 };
const doors: [string, () => Promise<Seen>][] = [
  ['an order that is placed', async () => seen(await order.tool.tryPlace({ inputs: { prompt: 'x'.repeat(2_000) } }))],
  [
    'a call of our own API',
    async () => seen(await journey.roundtrip.call('PATCH', `/v1/tools/${order.tool.shortId}`, { name: 'A tool' })),
  ],
  ['a callback', async () => seen(await order.callback(progress))],
  ['a prepare', async () => seen(await tryPrepare(order, file))],
  [
    'an upload',
    async () => {
      const { status, body, headers } = await put(prepared, bytes);
      return { status, code: body.error?.code, retryAfter: headers['retry-after'] };
    },
  ],
];

describe('past the budget', () => {
  it.each(doors)('%s is 503 with Retry-After, and is taken once there is room', async (_what, send) => {
    prepared = await prepare(order, bytes);
    await eventually(() => inUse() === 0);
    leave(10);
    expect(await send()).toEqual({ status: 503, code: 'too_busy', retryAfter: '5' });
    expect(inUse()).toBe(BUDGET - 10);
    lease?.release();
    expect((await send()).status).toBeLessThan(300);
  });

  it('a request without a body is answered', async () => {
    leave(0);
    expect((await journey.roundtrip.call('GET', '/v1/orders')).status).toBe(200);
    expect((await journey.roundtrip.call('POST', `/v1/tools/${order.tool.shortId}/pause`)).status).toBe(200);
    expect((await journey.roundtrip.call('POST', `/v1/tools/${order.tool.shortId}/resume`)).status).toBe(200);
  });

  it('the refusal is read by a sender who writes all of 2 MB first', async () => {
    leave(0);
    for (let i = 0; i < 5; i++)
      expect((await order.tool.tryPlace({ inputs: { prompt: 'x'.repeat(1_000_000) } })).status).toBe(503);
  });
});

describe('bytes are set aside', () => {
  it.each<[string, number, () => Promise<Socket>]>([
    ['as many as an order says that it has', 5_000, () => halfOf('/v1/orders', [bearer(), 'Content-Length: 5000'])],
    [
      'as many as may come, where it does not say',
      2_097_152,
      () => halfOf('/v1/orders', [bearer(), 'Transfer-Encoding: chunked']),
    ],
    ['as many as a callback says', 5_000, () => halfOf('/api/orders/callback', [secret(), 'Content-Length: 5000'])],
    [
      'as many as are held of a long callback',
      HELD_CALLBACK,
      () => halfOf('/api/orders/callback', [secret(), 'Content-Length: 4000000']),
    ],
    [
      'as many as are held of one that does not say',
      HELD_CALLBACK,
      () => halfOf('/api/orders/callback', [secret(), 'Transfer-Encoding: chunked']),
    ],
    [
      'as many as storage and we hold of an upload',
      16_384 + 65_536,
      async () => {
        const { upload_url, requires_headers } = await prepare(order, 100_000_000, { mime_type: 'application/json' });
        await eventually(() => inUse() === 0);
        expect(requires_headers).toEqual({ 'Content-Type': 'application/json' });
        const { pathname, search } = new URL(upload_url);
        return halfOf(pathname + search, ['Content-Length: 100000000'], 'PUT');
      },
    ],
  ])('%s, and given back once its sender has gone', async (_what, expected, open) => {
    const socket = await open();
    await eventually(() => inUse() === expected);
    socket.destroy();
    await eventually(() => inUse() === 0);
  });

  it('for each of those in line on one connection, and given back with it', async () => {
    const { hostname, port } = new URL(journey.roundtrip.url);
    const socket = connect(Number(port), hostname).on('error', () => undefined);
    const wait = `GET /v1/orders/${order.id} HTTP/1.1\r\nHost: x\r\n${bearer()}\r\nPrefer: wait=20\r\n\r\n`;
    const place = `POST /v1/orders HTTP/1.1\r\nHost: x\r\n${bearer()}\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}`;
    socket.write(wait + place.repeat(20));
    await eventually(() => inUse() === 40);
    socket.destroy();
    await eventually(() => inUse() === 0);
  });

  it('and given back once the answer is sent, whatever it is', async () => {
    expect((await order.callback(progress)).status).toBe(200);
    expect((await order.callback({ nonsense: true })).status).toBe(400);
    expect((await journey.roundtrip.call('POST', '/v1/orders', {}, { token: 'nobody' })).status).toBe(401);
    expect((await journey.roundtrip.call('POST', '/nowhere', {})).status).toBe(404);
    await eventually(() => inUse() === 0);
  });
});

it('callbacks that hold all of the budget still get what their files need of it, one after another', async () => {
  const tool = await journey.tool({ status_url: null });
  const orders = await Promise.all(Array.from({ length: 12 }, () => tool.placed()));
  const file_base64 = Buffer.alloc(1_500_000, 'abc').toString('base64');
  const bodyOf = (one: JourneyOrder) =>
    JSON.stringify({ ok: true, order_id: one.id, output_type: 'file', file_base64 });
  await eventually(() => inUse() === 0);
  leave(orders.length * HELD_CALLBACK);
  const proof = `x-callback-secret: ${tool.json.callback_secret}`;
  const length = `Content-Length: ${bodyOf(orders[0]!).length}`;
  const sockets = await Promise.all(orders.map(() => halfOf('/api/orders/callback', [proof, length])));
  await eventually(() => inUse() === BUDGET);
  sockets.forEach((socket, i) => socket.write(bodyOf(orders[i]!)));
  for (const one of orders) await one.becomes('completed');
  sockets.forEach((socket) => socket.destroy());
});
