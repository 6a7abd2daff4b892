import { describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { MINUTE, useJourney, type Journey } from './journey.js';

interface SweepJson {
  readonly sweep_id: string;
  readonly manual: boolean;
  readonly opened_at: string;
  readonly due: number;
  readonly checked: number;
  readonly changed: number;
  readonly failed: number;
  readonly duration_ms: number | null;
  readonly lateness: number;
}

async function sweeps(journey: Journey): Promise<SweepJson[]> {
  return (await journey.api('GET', '/v1/sweeps')).body.sweeps as SweepJson[];
}

describe('a sweep by hand', () => {
  const journey = useJourney();

  it('makes what waits for the tick due now, and is listed with what came of it', async () => {
    const [done, waits, fails, own] = await Promise.all([
      journey.tool(),
      journey.tool(),
      journey.tool(),
      journey.minutely(),
    ]);
    done.onStatus({ body: { status: 'completed', result_text: 'x' } });
    fails.onStatus({ status: 503 });
    const orders = [await done.placed(), await done.placed(), await waits.placed(), await fails.placed()];
    const other = await own.placed();
    const started = Date.parse((await orders[0]!.read()).next_check_at ?? '') - journey.clock.now();
    expect(started).toBeGreaterThan(0);
    const { body, status } = await journey.api('POST', '/v1/sweeps', undefined, 202);
    expect(status).toBe(202);
    expect(body.due).toBeGreaterThanOrEqual(4);
    expect(body.sweep_id).toMatch(/^swp_[0-9a-f]{32}$/);
    for (const order of orders) await order.attempt('check', 1);
    expect(await Promise.all(orders.map(async (order) => (await order.read()).status))).toEqual([
      ...['completed', 'completed', 'processing', 'processing'],
    ]);
    expect(await other.attempts('check')).toEqual([]);
    const listed = await eventually(async () =>
      (await sweeps(journey)).find((sweep) => sweep.sweep_id === body.sweep_id && sweep.checked === sweep.due),
    );
    expect(listed).toMatchObject({
      manual: true,
      due: body.due,
      checked: body.due,
      changed: 2,
      failed: 1,
      duration_ms: 0,
      lateness: 0,
    });
    expect(listed.opened_at).toBe(new Date(journey.clock.now()).toISOString());
  });

  it('with all makes every order that waits for a check due, whatever its plan', async () => {
    const [swept, own] = [
      await journey.tool(),
      await journey.tool({ poll: { strategy: 'fixed', interval_s: 86_000 } }),
    ];
    const orders = [await swept.placed(), await own.placed()];
    await journey.api('POST', '/v1/sweeps?all=true', undefined, 202);
    for (const order of orders) await order.attempt('check', 1);
  });

  it('does not touch orders without a status URL, orders not sent yet, and orders that ended', async () => {
    const [silent, busy, done] = [await journey.tool({ status_url: null }), await journey.tool(), await journey.tool()];
    const ended = await done.placed();
    await ended.callback({ ok: true, result_text: 'x' });
    const [called, putOff] = [await silent.placed(), await busy.onJob({ status: 503 }).place()];
    await putOff.attempt('forward', 1);
    await journey.api('POST', '/v1/sweeps?all=true', undefined, 202);
    const marker = await (await journey.tool()).placed();
    await journey.api('POST', '/v1/sweeps', undefined, 202);
    await marker.attempt('check', 1);
    for (const order of [ended, called, putOff]) expect(await order.attempts('check')).toEqual([]);
    expect(await putOff.attempts('forward')).toHaveLength(1);
  });

  it('leaves the tick as it was: what still waits is due then, once', async () => {
    const tool = await journey.tool();
    const order = await tool.placed();
    const tick = (await order.read()).next_check_at;
    await journey.api('POST', '/v1/sweeps', undefined, 202);
    await order.attempt('check', 1);
    expect((await order.read()).next_check_at).toBe(tick);
    expect(await order.checked()).toMatchObject({ started_at: tick });
    expect(Date.parse((await order.read()).next_check_at!)).toBe(Date.parse(tick!) + 15 * MINUTE);
    expect(tool.checks).toHaveLength(2);
  });

  it('lists sweeps newest first, page by page, and is refused for a flag that is none', async () => {
    for (let i = 0; i < 3; i++) await journey.api('POST', '/v1/sweeps', undefined, 202);
    const all = await sweeps(journey);
    const first = (await journey.api('GET', '/v1/sweeps?limit=2')).body as { sweeps: SweepJson[]; next_cursor: string };
    const second = (await journey.api('GET', `/v1/sweeps?limit=2&cursor=${first.next_cursor}`)).body as typeof first;
    const ids = (list: SweepJson[]) => list.map((sweep) => sweep.sweep_id);
    expect(ids([...first.sweeps, ...second.sweeps])).toEqual(ids(all).slice(0, 4));
    expect(ids(all)).toEqual(ids(all).sort().reverse());
    await journey.api('POST', '/v1/sweeps?all=maybe', undefined, 400);
  });
});

describe('the tick of SWEEP_CRON', () => {
  const journey = useJourney({ time: 'machine', env: { SWEEP_CRON: '*/2 * * * * *' } });

  it('is what orders wait for: all of them are checked at it, and its sweep is listed', async () => {
    const tool = await journey.tool();
    const orders = await Promise.all(Array.from({ length: 5 }, () => tool.placed()));
    for (const order of orders) {
      const attempt = await order.attempt('check', 1);
      const { forwarded_at } = await order.read();
      const tick = (Math.floor(Date.parse(forwarded_at!) / 2000) + 1) * 2000;
      expect(Date.parse(attempt.started_at)).toBeGreaterThanOrEqual(tick);
    }
    tool.onStatus({ body: { status: 'completed', result_text: 'x' } });
    for (const order of orders) await order.becomes('completed');
    const listed = await eventually(async () => {
      const past = (await sweeps(journey)).filter((sweep) => !sweep.manual && sweep.changed > 0);
      return past.reduce((sum, sweep) => sum + sweep.changed, 0) === 5 && past;
    });
    for (const sweep of listed as SweepJson[]) {
      expect(sweep.due).toBeGreaterThanOrEqual(sweep.changed);
      expect(sweep.checked).toBeGreaterThanOrEqual(sweep.changed);
      expect(sweep.failed).toBe(0);
      expect(sweep.lateness).toBeGreaterThanOrEqual(0);
    }
  });

  it('opens one sweep each', async () => {
    const since = Date.now();
    const opened = await eventually(async () => {
      const now = (await sweeps(journey)).map((sweep) => Date.parse(sweep.opened_at)).filter((at) => at >= since);
      return now.length >= 3 ? now : null;
    });
    expect(opened.length).toBeLessThanOrEqual(Math.ceil((Date.now() - since) / 2000) + 1);
  });
});
