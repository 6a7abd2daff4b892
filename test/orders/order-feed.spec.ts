import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Bells } from '../../src/domain/bells.js';
import { OrderFeed, type FeedScope } from '../../src/orders/order-feed.js';
import type { OrderEventRow } from '../../src/storage/entities/order-history.js';
import { EventStore } from '../../src/storage/event-store.js';
import { planOf, record, wholeReads } from '../storage/recording.js';
import { eventually } from '../support/eventually.js';
import { onPostgres } from '../support/test-database.js';
import { OrderStore } from '../../src/storage/order-store.js';
import { NOW, openOrdersRoom, type OrdersRoom } from './orders-room.js';

let room: OrdersRoom;
let events: EventStore;
let feed: OrderFeed;

beforeAll(async () => {
  room = await openOrdersRoom();
  events = new EventStore(room.database);
  feed = new OrderFeed(events);
});
afterAll(() => room.close());

const forever = () => new AbortController().signal;

/** Commits an event and tells the feed, as `ChangeOrder` does. */
async function happen(orderId: string, message: string, sellerId = 'sel_a', told = feed): Promise<void> {
  await room.database.unit.run(async (tx) => {
    await new OrderStore(room.database).hold(tx, orderId);
    await events.add(tx, {
      ...{ order_id: orderId, seller_id: sellerId, run: 1, at: NOW, type: 'note', from_status: null, to_status: null },
      ...{ progress: null, message, cause_kind: 'check', cause_attempt_id: null, cause_actor: null },
    });
    tx.afterCommit(() => told.changed(orderId, sellerId));
  });
}

/** Follows until told to stop, and keeps what it hears. */
function listen(scope: FeedScope, after: string) {
  const gone = new AbortController();
  const heard: OrderEventRow[] = [];
  const done = (async () => {
    for await (const event of feed.follow(scope, after, gone.signal)) heard.push(event);
  })();
  const messages = () => heard.map((event) => event.message);
  return { heard, messages, stop: () => (gone.abort(), done) };
}

describe('waiting for an order', () => {
  const version = (id: string) => async () => {
    const sql = 'SELECT version FROM orders WHERE order_id = $1';
    return (await room.database.read<{ version: number }>(sql, [id]))[0]!.version;
  };
  const bump = (id: string) =>
    room.database.unit.run(async (tx) => {
      await tx.run('UPDATE orders SET version = version + 1 WHERE order_id = $1', [id]);
      tx.afterCommit(() => feed.changed(id, 'sel_a'));
    });

  it('ends with the change', async () => {
    const { order_id: id } = await room.add();
    let looks = 0;
    const until = (found: number) => ((looks += 1), found === 1);
    const waiting = feed.waitFor(id, { read: version(id), until, ms: 60_000, signal: forever() });
    await eventually(() => looks === 1);
    await bump(id);
    expect(await waiting).toBe(1);
  });

  it('does not miss a change that is committed while it looks', async () => {
    const { order_id: id } = await room.add();
    let looks = 0;
    const read = async () => {
      const found = await version(id)();
      if (looks++ === 0) await bump(id); // after the look, before the wait
      return found;
    };
    expect(await feed.waitFor(id, { read, until: (found) => found === 1, ms: 60_000, signal: forever() })).toBe(1);
  });

  it('ends when the time is over, with the order as it is', async () => {
    const { order_id: id } = await room.add();
    const begun = performance.now();
    expect(await feed.waitFor(id, { read: version(id), until: () => false, ms: 60, signal: forever() })).toBe(0);
    expect(performance.now() - begun).toBeGreaterThan(50);
  });

  it('ends when nobody waits any more', async () => {
    const { order_id: id } = await room.add();
    const gone = new AbortController();
    const waiting = feed.waitFor(id, { read: version(id), until: () => false, ms: 60_000, signal: gone.signal });
    gone.abort();
    expect(await waiting).toBe(0);
  });
});

describe('following orders', () => {
  it('tells the backlog, then what happens, each once and in order', async () => {
    const { order_id: id } = await room.add();
    for (const message of ['1', '2']) await happen(id, message);
    const listener = listen({ orderId: id }, '');
    await eventually(() => listener.heard.length === 2);
    for (const message of ['3', '4', '5']) await happen(id, message);
    await happen(randomUUID(), 'of another');
    await eventually(() => listener.heard.length === 5);
    expect(listener.messages()).toEqual(['1', '2', '3', '4', '5']);
    await listener.stop();
  });

  it('goes on after the event that was seen last', async () => {
    const id = randomUUID();
    for (const message of ['1', '2', '3']) await happen(id, message);
    const first = listen({ orderId: id }, '');
    await eventually(() => first.heard.length === 3);
    await first.stop();
    const second = listen({ orderId: id }, await feed.placeOf(first.heard[0]!.event_id, { orderId: id }));
    await eventually(() => second.heard.length === 2);
    expect(second.messages()).toEqual(['2', '3']);
    await second.stop();
  });

  it('loses nothing while events come as fast as they are read', async () => {
    const { order_id: id } = await room.add();
    const listener = listen({ orderId: id }, '');
    const wanted = Array.from({ length: 600 }, (_, i) => String(i));
    for (let i = 0; i < wanted.length; i += 20)
      await Promise.all(wanted.slice(i, i + 20).map((message) => happen(id, message)));
    await eventually(() => listener.heard.length === wanted.length);
    expect(new Set(listener.messages()).size).toBe(wanted.length);
    const ids = listener.heard.map((event) => event.event_id);
    expect(ids).toEqual([...ids].sort());
    await listener.stop();
  });

  it('holds no more than a page for a reader that does not read', async () => {
    const id = randomUUID();
    for (let i = 0; i < 500; i++) await happen(id, String(i));
    const { database, statements } = record(room.database);
    const slow = new OrderFeed(new EventStore(database)).follow({ orderId: id }, '', forever());
    await slow.next();
    for (let i = 0; i < 100; i++) await happen(id, String(i));
    expect(statements).toHaveLength(1);
    for (let i = 1; i < 600; i++) expect((await slow.next()).done).toBe(false);
    await slow.return();
  });

  it('tells of all orders from now on, and a seller of its own only', async () => {
    await happen(randomUUID(), 'before', 'sel_x');
    const all = listen('all', await feed.placeOf(null, 'all'));
    const own = listen({ sellerId: 'sel_x' }, await feed.placeOf(null, { sellerId: 'sel_x' }));
    await happen(randomUUID(), 'x', 'sel_x');
    await happen(randomUUID(), 'y', 'sel_y');
    await happen(randomUUID(), 'z', 'sel_x');
    await eventually(() => all.heard.length === 3 && own.heard.length === 2);
    expect(all.messages()).toEqual(['x', 'y', 'z']);
    expect(own.messages()).toEqual(['x', 'z']);
    await Promise.all([all.stop(), own.stop()]);
  });

  it('takes an id of ours as a place even where its event is gone, and anything else as none', async () => {
    const id = randomUUID();
    const gone = `evt_${'0'.repeat(32)}`;
    expect(await feed.placeOf(gone, 'all')).toBe(gone);
    expect(await feed.placeOf('42', { orderId: id })).toBe('');
    expect(await feed.placeOf("' OR 1=1", 'all')).toBe(await events.newestId());
  });

  it('ends for everybody when the server stops, and forgets who listened', async () => {
    const stopping = new OrderFeed(events);
    const waiting = stopping.follow('all', await events.newestId(), forever()).next();
    let looks = 0;
    const until = () => ((looks += 1), false);
    const read = async () => 'same';
    const asking = stopping.waitFor(randomUUID(), { read, until, ms: 60_000, signal: forever() });
    await eventually(() => looks === 1);
    stopping.close();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(await asking).toBe('same');
    expect(await stopping.follow('all', '', forever()).next()).toMatchObject({ done: true });
    expect((stopping as unknown as { bells: Bells }).bells.size).toBe(0);
  });

  it('searches an index for every kind of follower', async () => {
    const { database, statements } = record(room.database);
    const recorded = new OrderFeed(new EventStore(database));
    for (const scope of ['all', { orderId: randomUUID() }, { sellerId: 'sel_none' }] as const) {
      const following = recorded.follow(scope, await recorded.placeOf(null, scope), forever());
      void following.next();
    }
    await eventually(() => statements.length === 5);
    recorded.close();
    for (const statement of statements) {
      const steps = await planOf(room.database, statement);
      const plan = steps.join('\n');
      expect(wholeReads(steps)).toEqual([]);
      if (!onPostgres && !statement.sql.includes('DESC LIMIT 1'))
        expect(plan).toMatch(/^SEARCH order_events USING INDEX/);
      expect(plan).not.toContain('TEMP B-TREE');
    }
  });
});
