import { describe, expect, it } from '@jest/globals';
import { MAX_BATCH_BYTES } from '../../src/domain/batch-answer.js';
import type { Lease } from '../../src/domain/byte-budget.js';
import { eventually } from '../support/eventually.js';
import type { SellerReply } from '../support/scripted-seller.js';
import { BatchSeller } from './batch-seller.js';
import { expectSentence, MINUTE, useJourney } from './journey.js';
import type { JourneyOrder } from './journey-order.js';

const journey = useJourney({ env: { CHECK_TIMEOUT_MS: '1500', MIN_CHECK_INTERVAL_S: '0' } });

const MIB = 1024 * 1024;

interface Trouble {
  readonly seller: BatchSeller;
  readonly orders: JourneyOrder[];
}

/** Two orders that are due together, of a tool whose batch URL answers so. */
async function answered(reply: BatchSeller['reply'], fields: object = {}): Promise<Trouble> {
  const seller = await BatchSeller.of(journey, fields);
  seller.reply = reply;
  const orders = await seller.orders(2);
  journey.pass(MINUTE);
  for (const order of orders) await order.attempt('check', 1);
  return { seller, orders };
}

async function checkedAgain({ orders }: Trouble, count: number): Promise<void> {
  journey.pass(MINUTE);
  for (const order of orders) await order.attempt('check', count);
}

const methods = async (order: JourneyOrder) => (await order.attempts('check')).map(({ method }) => method);

/** Bodies of exactly so many bytes, otherwise as they should be. */
const padded = (bytes: number) => (ids: readonly string[]) => {
  const orders = ids.map((order_id) => ({ order_id, status: 'completed', result_text: 'Done' }));
  const text = JSON.stringify({ orders, padding: '' });
  return { body: Buffer.from(text.replace('"padding":""', `"padding":"${'x'.repeat(bytes - text.length)}"`)) };
};

describe('a batch answer that tells of no order', () => {
  it.each<[string, SellerReply, string]>([
    ['an empty body', {}, 'unreadable'],
    ['no JSON', { body: '<html>' }, 'unreadable'],
    ['JSON that is no object', { body: [] }, 'unreadable'],
    ['no list of orders', { body: { orders: {} } }, 'unreadable'],
    ['a key twice', { body: Buffer.from('{"orders":[],"orders":[]}') }, 'unreadable'],
    ['Content-Encoding', { body: { orders: [] }, headers: { 'Content-Encoding': 'br' } }, 'unreadable'],
    ['an empty list', { body: { orders: [] } }, 'unreadable'],
  ])('(%s) has each order asked about singly at once', async (_what, reply, outcome) => {
    const { seller, orders } = await answered(reply);
    for (const order of orders) {
      expect(await order.attempt('check', 2)).toMatchObject({ method: 'GET', outcome: 'processing' });
      const first = await order.attempt('check', 1);
      expect(first).toMatchObject({ method: 'POST', outcome, response_excerpt: null });
      expectSentence(first.error);
    }
    expect([seller.sizes, seller.tool.checks.length]).toEqual([[2], 2]);
    seller.reply = null;
    await checkedAgain({ seller, orders }, 3);
    expect(seller.sizes).toEqual([2, 2]);
  });
});

describe('a batch answer of 8 MiB', () => {
  it('is read', async () => {
    const { orders } = await answered(padded(MAX_BATCH_BYTES));
    for (const order of orders) await order.becomes('completed');
    expect(await methods(orders[0]!)).toEqual(['POST']);
    const excerpt = (await orders[0]!.attempt('check', 1)).response_excerpt;
    expect(excerpt).not.toContain('padding');
  });

  it('and one byte is not: each order is asked about singly', async () => {
    const { seller, orders } = await answered(padded(MAX_BATCH_BYTES + 1));
    for (const order of orders) {
      expect(await order.attempt('check', 1)).toMatchObject({ method: 'POST', outcome: 'too_large' });
      expect(await order.attempt('check', 2)).toMatchObject({ method: 'GET', outcome: 'processing' });
    }
    await checkedAgain({ seller, orders }, 3);
    expect(seller.sizes).toEqual([2, 2]);
  });

  it('is not read where there is no memory for it: each order is asked about singly', async () => {
    const { budget } = journey.roundtrip.rooms;
    const leases: Lease[] = [];
    for (let lease = budget.tryTake(MIB); lease; lease = budget.tryTake(MIB)) leases.push(lease);
    leases.pop()?.release();
    const { orders } = await answered(padded(3 * MIB));
    for (const order of orders) {
      const first = await order.attempt('check', 1);
      expect(first).toMatchObject({ method: 'POST', status_code: 200, outcome: 'too_large' });
      expectSentence(first.error);
      expect(await order.attempt('check', 2)).toMatchObject({ method: 'GET', outcome: 'processing' });
    }
    for (const lease of leases) lease.release();
    await eventually(() => budget.inUse === 0);
  });

  it('gives back the memory that was counted for it', async () => {
    await answered(padded(MAX_BATCH_BYTES));
    await eventually(() => journey.roundtrip.rooms.budget.inUse === 0);
  });
});

describe('a batch URL that takes no batches', () => {
  it.each([400, 404, 405, 410, 413, 501, 302])(
    '(%i) is left alone for 15 minutes, in which orders are asked about singly',
    async (status) => {
      const trouble = await answered({ status, headers: { Location: 'https://seller.test/' } });
      const { seller, orders } = trouble;
      for (const order of orders) expect(await order.attempt('check', 2)).toMatchObject({ method: 'GET' });
      const [first] = orders as [JourneyOrder];
      const refused = await first.attempt('check', 1);
      expect(refused).toMatchObject({ status_code: status, method: 'POST' });
      expect(['rejected', 'gone', 'server_error', 'redirected']).toContain(refused.outcome);
      expectSentence(refused.error);
      await checkedAgain(trouble, 3);
      expect([seller.sizes, await methods(first)]).toEqual([[2], ['POST', 'GET', 'GET']]);
      expect(seller.tool.jobs).toHaveLength(2);
      seller.reply = null;
      journey.pass(13 * MINUTE);
      for (const order of orders) await order.attempt('check', 4);
      await checkedAgain(trouble, 5);
      await checkedAgain(trouble, 6);
      expect(seller.sizes.at(-1)).toBe(2);
    },
  );

  it('and is the only URL there is keeps being asked, by the plan', async () => {
    const trouble = await answered({ status: 404 }, { status_url: null });
    await checkedAgain(trouble, 2);
    expect(trouble.seller.sizes).toEqual([2, 2]);
    expect(await trouble.orders[0]!.outcomes('check')).toEqual(['rejected', 'rejected']);
  });

  it('gets its next chance at once where it is another', async () => {
    const trouble = await answered({ status: 404 });
    const { seller, orders } = trouble;
    for (const order of orders) await order.attempt('check', 2);
    const other = `/${seller.tool.shortId}/other`;
    journey.seller.reply(`POST ${other}`, { status: 503 });
    await seller.tool.patch({ status_batch_url: journey.seller.url(other) });
    await checkedAgain(trouble, 3);
    expect(await orders[0]!.outcomes('check')).toEqual(['rejected', 'processing', 'server_error']);
  });
});

describe('a seller in trouble', () => {
  it.each<[string, SellerReply, string]>([
    ['429', { status: 429 }, 'rate_limited'],
    ['500', { status: 500, body: 'a fault' }, 'server_error'],
    ['503', { status: 503 }, 'server_error'],
    ['408', { status: 408 }, 'timeout'],
    ['401', { status: 401 }, 'unauthorized'],
    ['no answer in time', { hang: true }, 'timeout'],
    ['a reset connection', { resetBefore: true }, 'connection_error'],
    ['half an answer', { body: { orders: [] }, resetAfter: true }, 'connection_error'],
  ])('(%s) gets no single checks instead: each order waits by its plan', async (_what, reply, outcome) => {
    const { seller, orders } = await answered(reply);
    for (const order of orders) {
      expect(await order.attempt('check', 1)).toMatchObject({ method: 'POST', outcome, response_excerpt: null });
      expect((await order.dueAt('check')) - journey.clock.now()).toBe(MINUTE);
    }
    expect([seller.sizes, seller.tool.checks]).toEqual([[2], []]);
  });

  it('has its Retry-After honoured for every order', async () => {
    const { orders } = await answered({ status: 503, headers: { 'Retry-After': '1200' } });
    for (const order of orders) expect((await order.dueAt('check')) - journey.clock.now()).toBe(20 * MINUTE);
  });

  it('is told once that it refuses our headers', async () => {
    const { seller_id } = await journey.newSeller();
    await answered({ status: 403 }, { seller_id });
    const { notices } = (await journey.api('GET', `/v1/sellers/${seller_id}/notices`)).body as { notices: object[] };
    expect(notices).toMatchObject([{ kind: 'unauthorized' }]);
  });

  it('is asked singly for 15 minutes once its batch URL failed three times in a row', async () => {
    const trouble = await answered({ status: 500 });
    await checkedAgain(trouble, 2);
    await checkedAgain(trouble, 3);
    await checkedAgain(trouble, 4);
    expect(await methods(trouble.orders[0]!)).toEqual(['POST', 'POST', 'POST', 'GET']);
    expect(trouble.seller.sizes).toEqual([2, 2, 2]);
  });

  it('that answers once in between is not', async () => {
    const trouble = await answered({ status: 500 });
    await checkedAgain(trouble, 2);
    trouble.seller.reply = null;
    await checkedAgain(trouble, 3);
    trouble.seller.reply = { status: 500 };
    await checkedAgain(trouble, 4);
    await checkedAgain(trouble, 5);
    expect(trouble.seller.tool.checks).toEqual([]);
  });
});

describe('a tool that is changed', () => {
  it('to have a batch URL has its open orders asked together from their next check on', async () => {
    const tool = await journey.minutely();
    const orders = [await tool.placed(), await tool.placed()];
    const url = `/${tool.shortId}/batch`;
    journey.seller.reply(`POST ${url}`, { status: 503 });
    await tool.patch({ status_batch_url: journey.seller.url(url) });
    journey.pass(MINUTE);
    for (const order of orders) expect(await order.attempt('check', 1)).toMatchObject({ method: 'POST' });
    await tool.patch({ status_batch_url: null });
    journey.pass(MINUTE);
    for (const order of orders) expect(await order.attempt('check', 2)).toMatchObject({ method: 'GET' });
    expect(journey.seller.requestsTo(`POST ${url}`)).toHaveLength(1);
  });
});
