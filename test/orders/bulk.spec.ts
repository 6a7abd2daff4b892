import { afterEach, describe, expect, it } from '@jest/globals';
import { BulkStore } from '../../src/storage/bulk-store.js';
import { useJourney } from '../journeys/journey.js';
import type { JourneyOrder } from '../journeys/journey-order.js';
import type { JourneyTool } from '../journeys/journey-tool.js';
import { eventually } from '../support/eventually.js';

const journey = useJourney();
const post = (body: object, headers = {}, token?: string) =>
  journey.roundtrip.call('POST', '/v1/orders/bulk', body, { headers, ...(token === undefined ? {} : { token }) });

interface Bulk {
  bulk_id: string;
  status: string;
  matched: number;
  done: number;
  changed: number;
  skipped: number;
  failed: number;
  problems: { order_id: string; message: string }[];
}

async function bulk(body: object): Promise<Bulk> {
  const begun = await post(body);
  expect(begun.status).toBe(202);
  return ended((begun.body as Bulk).bulk_id);
}

const ended = (bulkId: string): Promise<Bulk> =>
  eventually(async () => {
    const { body } = await journey.api('GET', `/v1/orders/bulk/${bulkId}`);
    return (body as Bulk).status === 'running' ? null : (body as Bulk);
  });

async function placed(tool: JourneyTool, count: number): Promise<JourneyOrder[]> {
  return Promise.all(Array.from({ length: count }, () => tool.place()));
}

async function failedOrders(tool: JourneyTool, count: number): Promise<JourneyOrder[]> {
  tool.onJob({ status: 422, body: 'no' });
  const orders = await placed(tool, count);
  for (const order of orders) await order.becomes('failed');
  // What fails in the very millisecond of a bulk is none of it: the clock of these tests stands still.
  journey.pass(1);
  return orders;
}

describe('an action on many orders', () => {
  it('sends every failed order of a tool again, and nothing else', async () => {
    const [tool, other] = [await journey.tool(), await journey.tool()];
    const orders = await failedOrders(tool, 120);
    const [others] = await failedOrders(other, 1);
    const [fine] = await placed(tool.onJob({ status: 200 }), 1);
    await fine!.becomes('processing');
    const filter = { short_id: tool.shortId, status: 'failed,processing' };

    const counted = await post({ action: 'retry', filter, dry_run: true });
    expect([counted.status, counted.body]).toEqual([200, { bulk_id: null, action: 'retry', matched: 120 }]);
    const done = await bulk({ action: 'retry', filter });
    expect(done).toMatchObject({ matched: 120, done: 120, changed: 120, skipped: 0, failed: 0, problems: [] });
    for (const order of orders) expect((await order.becomes('processing')).run).toBe(2);
    expect((await others!.becomes('failed')).run).toBe(1);
    expect((await fine!.becomes('processing')).run).toBe(1);
  });

  it('asks at once for orders that have somebody to ask', async () => {
    const asked = await journey.tool();
    const unasked = await journey.tool({ status_url: undefined });
    const orders = [...(await placed(asked, 3)), ...(await placed(unasked, 2))];
    for (const order of orders) await order.becomes('processing');
    const filter = { order_ids: orders.map(({ id }) => id) };
    expect((await post({ action: 'check', filter, dry_run: true })).body.matched).toBe(3);
    expect(await bulk({ action: 'check', filter })).toMatchObject({ matched: 3, changed: 3 });
    await eventually(() => asked.checks.length === 3);
  });

  it('cancels what is not final, and says what it passed over', async () => {
    const tool = await journey.tool();
    const orders = await placed(tool, 4);
    for (const order of orders) await order.becomes('processing');
    const ids = orders.map(({ id }) => id);
    await journey.api('POST', `/v1/orders/${ids[0]}/cancel`);
    const done = await bulk({ action: 'cancel', filter: { order_ids: ids } });
    expect(done).toMatchObject({ matched: 3, changed: 3, skipped: 0 });
    for (const order of orders) await order.becomes('cancelled');
    const entries = (await journey.api('GET', '/v1/audit')).body.entries as { action: string; target: string }[];
    expect(entries.find(({ target }) => target === done.bulk_id)?.action).toBe('bulk.started');
  });

  it('leaves alone what was placed, or ended again, after it was asked for', async () => {
    const tool = await journey.tool();
    const [order] = await failedOrders(tool, 1);
    const filter = { short_id: tool.shortId };
    const both = await Promise.all([post({ action: 'retry', filter }), post({ action: 'retry', filter })]);
    for (const { body } of both) await ended((body as Bulk).bulk_id);
    await order!.becomes('failed');
    expect((await order!.read()).run).toBe(2);
    expect(tool.jobs).toHaveLength(2);
  });

  it('finds orders by what the list of orders finds them', async () => {
    const tool = await journey.tool();
    const orders = await failedOrders(tool, 2);
    const count = async (filter: object) =>
      (await post({ action: 'retry', filter, dry_run: true })).body.matched as number;
    const ofTool = { short_id: tool.shortId };
    expect(await count({ ...ofTool, q: 'rejected' })).toBe(2);
    expect(await count({ ...ofTool, q: 'no such text' })).toBe(0);
    expect(await count({ q: orders[0]!.id })).toBe(1);
    expect(await count({ ...ofTool, is_test: true })).toBe(0);
    expect(await count({ ...ofTool, status: 'completed' })).toBe(0);
    expect(await count({ ...ofTool, created_before: '2020-01-01' })).toBe(0);
    expect(await count({ ...ofTool, created_after: '2020-01-01' })).toBe(2);
  });

  it('is the same once more by its key, and another is refused', async () => {
    const tool = await journey.tool();
    const body = { action: 'cancel', filter: { short_id: tool.shortId } };
    const key = { 'Idempotency-Key': `key-${tool.shortId}` };
    const first = await post(body, key);
    const again = await post(body, key);
    expect([first.status, again.status, again.body.bulk_id]).toEqual([202, 200, first.body.bulk_id]);
    const other = await post({ ...body, action: 'check' }, key);
    expect([other.status, other.body.error.code]).toEqual([409, 'idempotency_conflict']);
  });

  it('stops where the token that asked for it is deleted', async () => {
    const tool = await journey.tool();
    const orders = await failedOrders(tool, 120);
    const made = await journey.api('POST', '/v1/tokens', { name: 'for a day', role: 'operator' }, 201);
    const { token, token_id } = made.body as { token: string; token_id: string };
    const begun = await post({ action: 'retry', filter: { short_id: tool.shortId } }, {}, token);
    await journey.api('DELETE', `/v1/tokens/${token_id}`, undefined, 204);
    const { status, done } = await ended(begun.body.bulk_id as string);
    // It may have been done before the token went.
    expect(status === 'stopped' || done === orders.length).toBe(true);
    const after = await post({ action: 'retry', filter: {} }, {}, token);
    expect(after.status).toBe(401);
  });
});

describe('who asks', () => {
  const seller = () => journey.newSeller();

  it('is a seller for its own orders, and for checks alone', async () => {
    const mine = await seller();
    const tool = await journey.tool({ seller_id: mine.seller_id });
    const [order] = await placed(tool, 1);
    await order!.becomes('processing');
    const [others] = await placed(await journey.tool(), 1);
    await others!.becomes('processing');
    const ask = (action: string, filter: object) => post({ action, filter, dry_run: true }, {}, mine.token);
    expect((await ask('check', {})).body.matched).toBe(1);
    expect((await ask('check', { seller_id: 'sel_other' })).body.matched).toBe(0);
    expect((await ask('check', { order_ids: [others!.id] })).body.matched).toBe(0);
    expect((await ask('retry', {})).status).toBe(403);
  });

  it('sees the actions of its own alone', async () => {
    const [mine, other] = [await seller(), await seller()];
    const begun = await post({ action: 'check', filter: {} }, {}, mine.token);
    const path = `/v1/orders/bulk/${begun.body.bulk_id}`;
    const get = async (token: string) => (await journey.roundtrip.call('GET', path, undefined, { token })).status;
    expect([await get(mine.token), await get(other.token)]).toEqual([200, 404]);
    const list = await journey.roundtrip.call('GET', '/v1/orders/bulk', undefined, { token: mine.token });
    const { bulks } = list.body as { bulks: Bulk[] };
    expect(bulks.map((one) => one.bulk_id)).toEqual([begun.body.bulk_id]);
  });
});

describe('room for actions', () => {
  const bulks = () => new BulkStore(journey.roundtrip.storage.database);
  let made = 0;
  /** Actions that go on and on, as far as anybody can see. */
  const run = (owner: string, count: number) =>
    journey.roundtrip.storage.database.unit.run(async (tx) => {
      for (let i = 0; i < count; i += 1)
        await bulks().insert(tx, {
          ...{ bulk_id: `blk_endless_${made++}`, owner, token_id: 'tok_admin', actor: 'a test', idempotency_key: null },
          ...{ request_hash: '', action: 'check', filter: '{}', status: 'running', matched: 1, created_at: 0 },
        });
    });
  afterEach(() =>
    journey.roundtrip.storage.database.unit.run((tx) => tx.run("DELETE FROM bulks WHERE bulk_id LIKE 'blk_endless%'")),
  );
  const ask = (token?: string) => post({ action: 'check', filter: {} }, {}, token);

  it('is for two of a seller', async () => {
    const { seller_id, token } = await journey.newSeller();
    await run(seller_id, 1);
    expect((await ask(token)).status).toBe(202);
    await run(seller_id, 1);
    const refused = await ask(token);
    expect([refused.status, refused.body.error.code]).toEqual([429, 'too_many_bulks']);
    expect(refused.headers.get('retry-after')).toBe('10');
  });

  it('is for twenty of all sellers, who leave the operator its own', async () => {
    await run('sel_others', 20);
    expect((await ask((await journey.newSeller()).token)).status).toBe(429);
    expect((await ask()).status).toBe(202);
    await run('operator', 20);
    expect((await ask()).status).toBe(429);
  });
});

describe('a filter', () => {
  it.each([
    [{ action: 'retry' }, 'filter'],
    [{ action: 'retry', filter: null }, 'filter'],
    [{ action: 'retry', filter: [] }, 'filter'],
    [{ action: 'retry', filter: { status: null } }, 'filter.status'],
    [{ action: 'retry', filter: { short_id: null } }, 'filter.short_id'],
    [{ action: 'retry', filter: { q: null } }, 'filter.q'],
    [{ action: 'retry', filter: { is_test: 'true' } }, 'filter.is_test'],
    [{ action: 'retry', filter: { order_ids: [] } }, 'filter.order_ids'],
    [{ action: 'retry', filter: { order_ids: null } }, 'filter.order_ids'],
    [{ action: 'retry', filter: { order_ids: ['x'] } }, 'filter.order_ids'],
    [{ action: 'retry', filter: { statuses: 'failed' } }, 'filter.statuses'],
    [{ action: 'delete', filter: {} }, 'action'],
    [{ action: 'retry', filter: {}, dry_run: null }, 'dry_run'],
  ])('that says nothing clear is refused, and never every order: %j', async (body, field) => {
    const { status, body: answer } = await post(body);
    expect([status, answer.error.details?.[0]?.field]).toEqual([400, field]);
  });
});

describe('after a restart', () => {
  afterEach(() => journey.endOrders());

  it('goes on, and does nothing twice', async () => {
    const tool = await journey.tool();
    await failedOrders(tool, 150);
    tool.onJob({ status: 200 });
    const before = tool.jobs.length;
    const begun = await post({ action: 'retry', filter: { short_id: tool.shortId } });
    await journey.roundtrip.stop();
    await journey.boot();
    const done = await ended(begun.body.bulk_id as string);
    expect(done).toMatchObject({ status: 'done', matched: 150, changed: 150 });
    await eventually(() => tool.jobs.length - before >= 150);
    expect(tool.jobs.length - before).toBe(150);
  });
});
