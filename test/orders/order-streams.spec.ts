import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { startOrdersServer, type OrdersServer } from './orders-server.js';

let server: OrdersServer;

beforeAll(async () => {
  server = await startOrdersServer();
});
afterAll(() => server.stop());

interface Told {
  readonly event: string;
  readonly id: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what a test reads out of an answer
  readonly data: any;
}

type Who = Parameters<OrdersServer['call']>[0];

/** Listens as an EventSource does. */
async function listen(who: Who, path: string, lastEventId?: string) {
  const gone = new AbortController();
  const headers = {
    authorization: `Bearer ${server.tokens[who]}`,
    ...(lastEventId ? { 'last-event-id': lastEventId } : {}),
  };
  const response = await fetch(`${server.roundtrip.url}${path}`, { headers, signal: gone.signal });
  const told: Told[] = [];
  const reading = (async () => {
    let text = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      const blocks = (text + chunk).split('\n\n');
      text = blocks.pop() ?? '';
      told.push(...blocks.flatMap(parse));
    }
  })().catch(() => undefined);
  return { told, response, stop: () => (gone.abort(), reading) };
}

function parse(block: string): Told[] {
  const fields = Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2))) as Record<
    string,
    string
  >;
  return fields.event === undefined ? [] : [{ event: fields.event, id: fields.id!, data: JSON.parse(fields.data!) }];
}

async function move(orderId: string, progress: number): Promise<void> {
  const { storage, rooms } = server.roundtrip;
  await storage.database.unit.run(async (tx) => {
    const order = await rooms.orders.orders.get(tx, orderId);
    await rooms.orders.change.progress(tx, order!, { progress, message: null }, { kind: 'check' });
  });
}

describe('the stream of an order', () => {
  it('tells what it has and what happens, as the timeline does', async () => {
    const { order_id: id } = await server.add();
    await move(id, 1);
    const stream = await listen('marketplace', `/v1/orders/${id}/stream`);
    expect(stream.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    await eventually(() => stream.told.length === 1);
    await move(id, 2);
    await eventually(() => stream.told.length === 2);
    const { body } = await server.call('viewer', 'GET', `/v1/orders/${id}/events`);
    const events = body.events as { type: string; event_id: string }[];
    expect(stream.told).toEqual(events.map((data) => ({ event: data.type, id: data.event_id, data })));
    await stream.stop();
  });

  it('goes on after Last-Event-ID', async () => {
    const { order_id: id } = await server.add();
    for (const progress of [1, 2, 3]) await move(id, progress);
    const first = await listen('seller', `/v1/orders/${id}/stream`);
    await eventually(() => first.told.length === 3);
    await first.stop();
    const second = await listen('seller', `/v1/orders/${id}/stream`, first.told[0]!.id);
    await eventually(() => second.told.length === 2);
    expect(second.told).toEqual(first.told.slice(1));
    await second.stop();
  });
});

describe('the stream of all orders', () => {
  it('tells everybody of every order from now on, and a seller of its own', async () => {
    const mine = await server.add();
    const theirs = await server.add({ seller_id: 'sel_other' });
    await move(mine.order_id, 1);
    const streams = {
      viewer: await listen('viewer', '/v1/orders/stream'),
      seller: await listen('seller', '/v1/orders/stream'),
    };
    await move(theirs.order_id, 2);
    await move(mine.order_id, 3);
    const seen = (told: readonly Told[]) => told.map(({ data }) => [data.order_id as string, data.progress as number]);
    await eventually(() => streams.viewer.told.length === 2 && streams.seller.told.length === 1);
    expect(seen(streams.viewer.told)).toEqual([
      [theirs.order_id, 2],
      [mine.order_id, 3],
    ]);
    expect(seen(streams.seller.told)).toEqual([[mine.order_id, 3]]);
    await Promise.all([streams.viewer.stop(), streams.seller.stop()]);
  });

  it('needs a token', async () => {
    expect((await server.call('admin', 'GET', '/v1/orders/stream', undefined, { token: null })).status).toBe(401);
  });
});
