import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ORDER_STATUSES, type OrderStatus } from '../../src/domain/order.js';
import { ListOrders, type OrderListAsk } from '../../src/orders/list-orders.js';
import { OrderViews } from '../../src/orders/order-view.js';
import { OrderListQuery, type OrderPlace } from '../../src/storage/order-list-query.js';
import { notPortable, strayParameters } from '../storage/portable-sql.js';
import { planOf, record, wholeReads } from '../storage/recording.js';
import { onPostgres } from '../support/test-database.js';
import { callerOf, NOW, openOrdersRoom, PUBLIC_URL, type OrdersRoom } from './orders-room.js';

const operator = callerOf('operator');
const views = new OrderViews(() => PUBLIC_URL);

let room: OrdersRoom;
let lists: ListOrders;

beforeAll(async () => {
  room = await openOrdersRoom();
  lists = new ListOrders(new OrderListQuery(room.database), views);
});
afterAll(() => room.close());

/** Every id that a list holds, page by page. */
async function idsOf(ask: OrderListAsk, { caller = operator, limit = 100 } = {}): Promise<string[]> {
  const ids: string[] = [];
  let after: OrderPlace | null = null;
  do {
    const page = await lists.page(caller, ask, limit, after);
    ids.push(...page.orders.map((order) => order.order_id));
    after = page.next;
  } while (after !== null);
  return ids;
}

describe('the list of orders', () => {
  it('has the newest first, in pages that stay right while orders are added', async () => {
    const tool = 'paged';
    const placed: string[] = [];
    // Several in one millisecond: the id decides among them.
    for (let i = 0; i < 25; i++)
      placed.push((await room.add({ short_id: tool, created_at: NOW + Math.floor(i / 3) })).order_id);
    const first = await lists.page(operator, { shortId: tool }, 10, null);
    await room.add({ short_id: tool, created_at: NOW + 1_000 });
    const second = await lists.page(operator, { shortId: tool }, 10, first.next);
    const third = await lists.page(operator, { shortId: tool }, 10, second.next);
    const seen = [first, second, third].flatMap((page) => page.orders.map((order) => order.order_id));
    expect(seen).toEqual(placed.reverse());
    expect([first, second, third].map((page) => page.orders.length)).toEqual([10, 10, 5]);
    expect(third.next).toBeNull();
  });

  it('leaves out inputs and result, and metadata for sellers', async () => {
    await room.add({
      short_id: 'views',
      seller_id: 'sel_views',
      result: '{"output_type":"text","text":"t","files":[]}',
    });
    const [order] = (await lists.page(operator, { shortId: 'views' }, 1, null)).orders;
    expect(order).not.toHaveProperty('inputs');
    expect(order).not.toHaveProperty('result');
    expect(order).toMatchObject({ metadata: { note: 'n' }, next_check_at: null });
    const [sellers] = (await lists.page(callerOf('seller', 'sel_views'), {}, 1, null)).orders;
    expect(sellers).toMatchObject({ short_id: 'views' });
    expect(sellers).not.toHaveProperty('metadata');
  });

  it('shows a seller its own orders, whatever it asks for', async () => {
    const mine = await room.add({ short_id: 'mine', seller_id: 'sel_mine' });
    await room.add({ short_id: 'theirs', seller_id: 'sel_theirs' });
    const caller = callerOf('seller', 'sel_mine');
    expect(await idsOf({}, { caller })).toEqual([mine.order_id]);
    expect(await idsOf({ sellerId: 'sel_mine' }, { caller })).toEqual([mine.order_id]);
    expect(await idsOf({ sellerId: 'sel_theirs' }, { caller })).toEqual([]);
    expect(await idsOf({ shortId: 'theirs' }, { caller })).toEqual([]);
  });

  it('merges several statuses in one order', async () => {
    const sellerId = 'sel_merge';
    const words: OrderStatus[] = ['failed', 'completed', 'expired', 'failed', 'processing', 'expired'];
    const rows = [];
    for (const [i, status] of words.entries())
      rows.push(await room.add({ status, seller_id: sellerId, created_at: NOW + 10_000 + i }));
    const since = { createdAfter: NOW + 10_000, createdBefore: NOW + 10_010 };
    const wanted = rows.filter((row) => ['failed', 'expired'].includes(row.status)).map((row) => row.order_id);
    expect(await idsOf({ ...since, statuses: ['failed', 'expired'] }, { limit: 2 })).toEqual(wanted.reverse());
    expect(await idsOf({ sellerId, statuses: ['failed', 'expired'] }, { limit: 2 })).toEqual(wanted);
  });

  it('takes created_after as from this instant on, and created_before as up to it', async () => {
    const ids = [];
    for (const at of [0, 1, 2]) ids.push((await room.add({ short_id: 'times', created_at: NOW + at })).order_id);
    const between = { shortId: 'times', createdAfter: NOW + 1, createdBefore: NOW + 2 };
    expect(await idsOf(between)).toEqual([ids[1]]);
    expect(await idsOf({ shortId: 'times', createdAfter: NOW + 1 })).toEqual([ids[2], ids[1]]);
    expect(await idsOf({ shortId: 'times', createdBefore: NOW + 1 })).toEqual([ids[0]]);
  });

  it('finds test orders, or leaves them out', async () => {
    const test = await room.add({ short_id: 'tests', is_test: 1 });
    const real = await room.add({ short_id: 'tests' });
    expect(await idsOf({ shortId: 'tests', isTest: true })).toEqual([test.order_id]);
    expect(await idsOf({ shortId: 'tests', isTest: false })).toEqual([real.order_id]);
  });
});

describe('the search in the list of orders', () => {
  const error = (message: string) => JSON.stringify({ code: 'seller_failed', message, hint: 'Do something.' });

  it('finds text in message and error without regard to case, and takes marks literally', async () => {
    const shortId = 'search';
    const told = await room.add({ short_id: shortId, message: 'Rendering 50% of A_b' });
    const failed = await room.add({ short_id: shortId, error: error('The "model" broke \\ down') });
    await room.add({ short_id: shortId, message: 'Rendering 500 of Axb' });
    const find = (text: string) => idsOf({ shortId, text });
    expect(await find('50% OF')).toEqual([told.order_id]);
    expect(await find('a_B')).toEqual([told.order_id]);
    expect(await find('"Model" broke \\')).toEqual([failed.order_id]);
    expect(await find('seller_failed')).toEqual([failed.order_id]);
  });

  it.each(['code', 'hint', '":"', '{'])('does not find what only the storing of errors adds: %s', async (text) => {
    await room.add({ short_id: 'keys', error: error('Nothing of it') });
    expect(await idsOf({ shortId: 'keys', text })).toEqual([]);
  });

  it('finds an order by the beginning of its id, in any case', async () => {
    const order = await room.add({ order_id: 'abcdef01-0000-4000-8000-000000000001', created_at: 5 });
    for (const text of [order.order_id, 'ABCDEF01', 'abcdef01-0000', 'abcdef'])
      expect(await idsOf({ text })).toEqual([order.order_id]);
    expect(await idsOf({ text: 'abcdef02' })).toEqual([]);
    expect(await idsOf({ text: 'abcdef01', statuses: ['failed'] })).toEqual([]);
    expect(await idsOf({ text: 'abcdef01' }, { caller: callerOf('seller', 'sel_other') })).toEqual([]);
  });

  it('finds text that could begin an id where no id begins so', async () => {
    const told = await room.add({ message: 'commit deadbeef is broken' });
    expect(await idsOf({ text: 'deadbeef' })).toEqual([told.order_id]);
  });

  it('walks a long list in bounded steps: a page may be short, and no order is lost', async () => {
    const many = 60_000;
    const hex = room.database.kind === 'sqlite' ? `printf('%08x', i)` : `lpad(to_hex(i), 8, '0')`;
    await room.database.writer.query(
      `WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${many - 1})
       INSERT INTO orders SELECT ${hex} || '-1111-4111-8111-111111111111', 'long', 'sel_long', 0, '{}', 'h', 1, 'completed', 0,
         NULL, CASE WHEN i IN (3, 30000, 59999) THEN 'a needle' END, NULL, NULL, NULL, NULL, 0, NULL, 0, 60, ${NOW} - i, NULL, NULL,
         ${NOW}, ${NOW}, NULL, NULL FROM n`,
    );
    const page = await lists.page(operator, { shortId: 'long', text: 'needle' }, 20, null);
    expect(page.orders).toHaveLength(2);
    expect(page.next).not.toBeNull();
    const rest = await lists.page(operator, { shortId: 'long', text: 'needle' }, 20, page.next);
    expect(rest).toMatchObject({ orders: [{ message: 'a needle' }], next: null });
    expect(await idsOf({ shortId: 'long', text: 'needle' }, { limit: 1 })).toHaveLength(3);
  });
});

describe('every list of orders', () => {
  const choices: readonly OrderListAsk[][] = [
    [{}, { statuses: ['failed'] }, { statuses: ['failed', 'completed'] }, { statuses: ORDER_STATUSES }],
    [{}, { shortId: 'tool-a' }],
    [{}, { sellerId: 'sel_a' }],
    [{}, { isTest: false }],
    [{}, { createdAfter: 1 }, { createdBefore: NOW + 1 }, { createdAfter: 1, createdBefore: NOW + 1 }],
    [{}, { text: 'needle' }, { text: '00000001-1111' }, { text: 'ffffffff' }],
  ];
  const every = choices.reduce<OrderListAsk[]>(
    (sofar, more) => sofar.flatMap((ask) => more.map((one) => ({ ...ask, ...one }))),
    [{}],
  );
  // Each choice with each other one, if not all at once: Postgres has planned 60,000 orders each time.
  const asks = every.filter((_, i) => !onPostgres || i % 11 === 0);

  it(`searches an index and sorts nothing, in all ${asks.length} combinations of filters`, async () => {
    const { database, statements } = record(room.database);
    const recorded = new ListOrders(new OrderListQuery(database), views);
    const after = { created_at: NOW - 10, order_id: '00000001-1111-4111-8111-111111111111' };
    for (const ask of asks) {
      await recorded.page(operator, ask, 20, null);
      await recorded.page(operator, ask, 20, after);
    }
    const different = new Map(statements.map((statement) => [statement.sql, statement]));
    for (const statement of different.values()) {
      const steps = await planOf(room.database, statement);
      const plan = steps.join('\n');
      expect(wholeReads(steps)).toEqual([]);
      expect(plan).not.toMatch(/\bSCAN (orders|work)/);
      if (!onPostgres) expect(plan).toMatch(/SEARCH orders USING (COVERING )?INDEX/);
      if (!statement.sql.includes('created_at + 0')) expect(plan).not.toContain('TEMP B-TREE');
      expect(notPortable(statement.sql)).toEqual([]);
      expect(strayParameters(statement.sql, statement.params)).toEqual([]);
    }
    expect(different.size).toBeGreaterThan(onPostgres ? 20 : 40);
  }, 60_000);
});
