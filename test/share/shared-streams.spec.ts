import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ServerEvents } from '../../src/http/server-events.js';
import { eventually } from '../support/eventually.js';
import { ManualClock } from '../support/manual-clock.js';
import { startOrdersServer, type OrdersServer } from '../orders/orders-server.js';

const clock = new ManualClock();
let server: OrdersServer;
beforeAll(async () => {
  server = await startOrdersServer({}, { clock });
});
afterAll(() => server.stop());

interface Listening {
  readonly told: Record<string, unknown>[];
  readonly names: string[];
  ended: boolean;
  stop(): void;
}

async function shared(orderId: string): Promise<string> {
  const { body } = await server.call('admin', 'POST', `/v1/orders/${orderId}/share`, { expires_s: 60 });
  return `/v1/orders/${orderId}/stream${new URL(body.url as string).search}`;
}

async function listen(path: string): Promise<Listening> {
  const gone = new AbortController();
  const response = await fetch(`${server.roundtrip.url}${path}`, { signal: gone.signal });
  expect(response.status).toBe(200);
  const listening: Listening = { told: [], names: [], ended: false, stop: () => gone.abort() };
  void (async () => {
    let text = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      const blocks = (text + chunk).split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) read(block, listening);
    }
    listening.ended = true;
  })().catch(() => undefined);
  return listening;
}

function read(block: string, { told, names }: Listening): void {
  const [name, data] = [/^event: (.*)$/m.exec(block)?.[1], /^data: (.*)$/m.exec(block)?.[1]];
  if (name === undefined || data === undefined) return;
  names.push(name);
  told.push(JSON.parse(data) as Record<string, unknown>);
}

async function act(orderId: string, what: 'note' | 'progress' | 'cancel'): Promise<void> {
  const { storage, rooms } = server.roundtrip;
  const { change, orders } = rooms.orders;
  await storage.database.unit.run(async (tx) => {
    const order = (await orders.get(tx, orderId))!;
    const cause = { kind: 'check', actor: 'somebody' } as const;
    if (what === 'note') await change.note(tx, order, 'Only for those who work here', cause);
    else if (what === 'cancel') await change.apply(tx, order, 'cancel', {}, cause);
    else await change.progress(tx, order, { progress: (order.progress ?? 0) + 1, message: 'On it' }, cause);
  });
}

it('a shared stream tells of status and progress as they change, and of nothing else', async () => {
  const { order_id: id } = await server.add();
  await act(id, 'progress');
  const stream = await listen(await shared(id));
  await eventually(() => stream.told.length === 1);
  await act(id, 'note');
  await act(id, 'progress');
  await act(id, 'cancel');
  await eventually(() => stream.told.length === 3);
  expect(stream.names).toEqual(['progress', 'progress', 'status']);
  expect(stream.told.map((event) => Object.keys(event).sort())).toEqual(
    Array(3).fill(['at', 'event_id', 'from', 'message', 'progress', 'to', 'type']),
  );
  expect(stream.told[2]).toMatchObject({ from: 'processing', to: 'cancelled', progress: 2 });
  stream.stop();
});

it('a shared stream ends as its link is withdrawn, and no other', async () => {
  const [mine, other] = [await server.add(), await server.add()];
  const streams = [await listen(await shared(mine.order_id)), await listen(await shared(other.order_id))];
  expect((await server.call('admin', 'DELETE', `/v1/orders/${mine.order_id}/share`)).status).toBe(204);
  await eventually(() => streams[0]?.ended);
  await act(other.order_id, 'progress');
  await eventually(() => streams[1]?.told.length === 1);
  expect(streams[1]?.ended).toBe(false);
  streams[1]?.stop();
});

it('a shared stream ends when its link is over', async () => {
  const { order_id: id } = await server.add();
  const stream = await listen(await shared(id));
  const events = server.roundtrip.app.get(ServerEvents);
  await eventually(() => events.count > 0);
  clock.advance(60_000);
  // As its next heartbeat does.
  events.proveAnew(() => true);
  await eventually(() => stream.ended);
});
