import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { HOUR, MINUTE, useJourney } from './journey.js';
import type { JourneyTool } from './journey-tool.js';

const journey = useJourney();

interface Group {
  readonly cause: string;
  readonly title: string;
  readonly hint: string;
  readonly short_id: string | null;
  readonly seller_id: string | null;
  readonly count: number;
  readonly oldest_at: string;
  readonly order_ids: string[];
  readonly outage_ids: string[];
  readonly notification_ids: string[];
}

async function attention(token?: string): Promise<Group[]> {
  const options = token === undefined ? {} : { token };
  const { status, body } = await journey.roundtrip.call('GET', '/v1/attention', undefined, options);
  expect(status).toBe(200);
  return body.groups as Group[];
}

async function of(tool: JourneyTool): Promise<Group[]> {
  return (await attention()).filter(({ short_id }) => short_id === tool.shortId);
}

const causes = async (tool: JourneyTool) => (await of(tool)).map(({ cause, count }) => `${cause} ${count}`);
const sql = (text: string, params: string[] = []) =>
  journey.roundtrip.storage.database.unit.run((tx) => tx.run(text, params));

afterEach(async () => {
  await sql(`UPDATE outages SET ended_at = began_at, replayed_at = began_at`);
});

describe('what needs a person', () => {
  it('is nothing where all is well', async () => {
    const tool = await journey.minutely();
    const order = await tool.placed();
    journey.pass(MINUTE);
    await order.attempt('check', 1);
    expect(await of(tool)).toEqual([]);
  });

  it('is what failed in the last week, by tool and error, until it is retried', async () => {
    const tool = await journey.minutely();
    tool.onJob({ status: 422, body: { error: 'no' } });
    const [one, two] = [await tool.place(), await tool.place()];
    await Promise.all([one.becomes('failed'), two.becomes('failed')]);
    expect(await of(tool)).toEqual([
      {
        ...{ cause: 'failed', title: 'Failed: the seller refused these orders.', hint: expect.any(String), count: 2 },
        ...{ short_id: tool.shortId, seller_id: tool.json.seller_id, outage_ids: [], notification_ids: [] },
        oldest_at: expect.stringMatching(/Z$/),
        order_ids: expect.arrayContaining([one.id, two.id]),
      },
    ]);
    tool.onJob({ status: 200 });
    await one.retry();
    expect(await causes(tool)).toEqual(['failed 1']);
    journey.pass(8 * 24 * HOUR);
    await eventually(async () => !(await causes(tool)).includes('failed 1'));
  });

  it('is an order whose deadline is near, and then past, until it is retried', async () => {
    const tool = await journey.tool({ status_url: null });
    const order = await tool.placed({ deadline_s: 7200 });
    journey.pass(100 * MINUTE);
    expect(await causes(tool)).toEqual([]);
    journey.pass(6 * MINUTE);
    expect((await of(tool))[0]).toMatchObject({ cause: 'expires_soon', order_ids: [order.id] });
    journey.pass(15 * MINUTE);
    await order.becomes('expired');
    expect(await causes(tool)).toEqual(['expired 1']);
    await order.retry();
    expect(await causes(tool)).toEqual([]);
  });

  it('is an order that takes longer than nearly all before it', async () => {
    const tool = await journey.tool({ status_url: null, deadline_s: 864_000 });
    for (let n = 0; n < 22; n++) {
      const order = await tool.placed();
      journey.pass(10_000);
      await order.callback({ ok: true, result_text: 'done' });
    }
    const order = await tool.placed();
    journey.pass(5_000);
    expect(await causes(tool)).toEqual([]);
    journey.pass(2 * MINUTE);
    expect((await of(tool))[0]).toMatchObject({ cause: 'slow', count: 1, order_ids: [order.id] });
  });

  it('is an order that its seller does not take, but not one of a paused tool', async () => {
    const tool = await journey.minutely();
    tool.onJob({ status: 503 });
    const order = await tool.place();
    await order.attempt('forward', 1);
    journey.pass(11 * MINUTE);
    expect((await of(tool))[0]).toMatchObject({ cause: 'not_started', order_ids: [order.id] });
    await tool.pause();
    expect((await of(tool)).map(({ cause, count, order_ids }) => [cause, count, order_ids])).toEqual([
      ['tool_paused', 1, [order.id]],
    ]);
  });

  it.each([
    ['unauthorized', { status: 401 }],
    ['unreadable', { body: 'what?' }],
  ])('is an order whose last check was %s, until another is well', async (cause, reply) => {
    const tool = await journey.minutely();
    const order = await tool.placed();
    tool.onStatus(reply);
    await order.checked();
    await order.checked();
    expect((await of(tool))[0]).toMatchObject({ cause, count: 1, order_ids: [order.id] });
    tool.onStatus({ body: { status: 'processing' } });
    await order.checked();
    expect(await causes(tool)).toEqual([]);
  });

  it('is a paused tool, also where nothing waits', async () => {
    const tool = await journey.tool();
    await tool.pause();
    expect(await causes(tool)).toEqual(['tool_paused 0']);
    await tool.resume();
    expect(await causes(tool)).toEqual([]);
  });

  it('is messages that were given up, by where they went', async () => {
    const tool = await journey.tool();
    const order = await tool.placed();
    await order.toldUpTo('order.processing');
    await order.noticed();
    await sql(`UPDATE notifications SET state = 'dead' WHERE order_id = $1`, [order.id]);
    const dead = (await attention()).filter(({ cause }) => cause === 'notification_dead');
    expect(dead).toEqual([
      expect.objectContaining({ count: 1, order_ids: [], title: expect.stringContaining('the marketplace') }),
    ]);
    await sql(`UPDATE notifications SET state = 'delivered' WHERE notification_id = $1`, dead[0]!.notification_ids);
  });

  it('is work in quarantine', async () => {
    const tool = await journey.minutely();
    const order = await tool.placed();
    await order.dueAt('check');
    await sql(`UPDATE work SET claim = 3 WHERE subject = $1`, [order.id]);
    expect((await of(tool))[0]).toMatchObject({ cause: 'work_quarantined', count: 1, order_ids: [order.id] });
    await sql(`UPDATE work SET claim = 0 WHERE subject = $1`, [order.id]);
  });

  it('is no test order', async () => {
    const tool = await journey.minutely();
    tool.onJob({ status: 422 });
    await (await tool.place({ is_test: true })).becomes('failed');
    expect(await of(tool)).toEqual([]);
  });
});

describe('one seller’s outage', () => {
  it('is one row, and its orders stand in no other; its own seller sees it, and no other', async () => {
    const [one, two] = [await journey.newSeller(), await journey.newSeller()];
    const plan = { poll: { strategy: 'fixed', interval_s: 60, jitter: 0 }, max_concurrency: 1 };
    const tools = [
      await journey.tool({ ...plan, seller_id: one.seller_id }),
      await journey.tool({ ...plan, seller_id: one.seller_id }),
    ];
    const orders = await Promise.all(
      tools.flatMap((tool) => Array.from({ length: 20 }, () => tool.placed({ deadline_s: 300 }))),
    );
    for (const tool of tools) tool.onStatus({ status: 503 });
    journey.pass(MINUTE);
    const mine = async () => attention(one.token);
    const group = await eventually(async () => (await mine()).find(({ count }) => count === 40));
    journey.pass(200_000);
    expect(await mine()).toEqual([
      expect.objectContaining({ cause: 'outage', title: 'The seller cannot be called.', short_id: null, count: 40 }),
    ]);
    expect(group.seller_id).toBe(one.seller_id);
    expect(group.outage_ids).toHaveLength(2);
    expect([...group.order_ids].sort()).toEqual(orders.map(({ id }) => id).sort());
    expect(await attention(two.token)).toEqual([]);
  });
});
