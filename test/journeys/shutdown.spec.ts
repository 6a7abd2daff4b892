import { describe, expect, it } from '@jest/globals';
import { tcpServer } from '../outbound/servers.js';
import { eventually } from '../support/eventually.js';
import type { SellerReply } from '../support/scripted-seller.js';
import { expectSentence, MINUTE, useJourney } from './journey.js';
import type { JourneyTool } from './journey-tool.js';

const journey = useJourney({ env: { CHECK_TIMEOUT_MS: '20000' } });

function held(tool: JourneyTool, road: 'onJob' | 'onStatus'): ((reply: SellerReply) => void)[] {
  const waiting: ((reply: SellerReply) => void)[] = [];
  tool[road](() => new Promise<SellerReply>((resolve) => waiting.push(resolve)));
  return waiting;
}

async function restart(): Promise<void> {
  await journey.roundtrip.stop('SIGTERM');
  await journey.boot();
}

describe('a stop', () => {
  it('lets calls in flight end, takes nothing new, and is over once they have', async () => {
    const tool = await journey.minutely({ max_concurrency: 1 });
    const jobs = held(tool, 'onJob');
    const [order, unstarted] = [await tool.place(), await tool.place()];
    await eventually(() => jobs.length === 1);
    const stopped = journey.roundtrip.stop('SIGTERM');
    jobs[0]!({ body: { status: 'completed', result_text: 'in time' } });
    await stopped;
    expect(tool.jobs).toHaveLength(1);
    await expect(tool.tryPlace()).rejects.toThrow();
    tool.onJob({ status: 200 });
    await journey.boot();
    expect(await order.read()).toMatchObject({ status: 'completed', result: { text: 'in time' }, attempts: 1 });
    await unstarted.becomes('processing');
    expect(tool.jobs.map((job) => job.json().order_id)).toEqual([order.id, unstarted.id]);
  });

  it('aborts what is open after 9 s: a fully sent forward is unconfirmed, all else is due again', async () => {
    const silence = await tcpServer(() => undefined);
    const [sent, asked, called] = [
      await journey.minutely(),
      await journey.minutely(),
      await journey.tool({ status_url: null }),
    ];
    const unsent = await journey.tool({ job_url: `https://localhost:${silence.port}/job` });
    const jobs = held(sent, 'onJob');
    const checks = held(asked, 'onStatus');
    const checkedOrder = await asked.placed();
    journey.pass(MINUTE);
    await eventually(() => checks.length === 1);
    const told: (() => void)[] = [];
    journey.marketplace.answer = () => new Promise((resolve) => told.push(() => resolve(200)));
    const [sentOrder, unsentOrder, toldOrder] = [await sent.place(), await unsent.place(), await called.placed()];
    await eventually(() => jobs.length === 1 && silence.seen.open.size === 1 && told.length === 1);
    const begun = performance.now();
    await journey.roundtrip.stop('SIGTERM');
    const took = performance.now() - begun;
    expect(took).toBeGreaterThan(8_500);
    expect(took).toBeLessThan(10_000);
    journey.marketplace.answer = () => 200;
    asked.onStatus({ body: { status: 'completed', result_text: 'x' } });
    sent.onJob({ status: 200 });
    await journey.boot();
    await silence.close();

    const unconfirmed = await sentOrder.attempt('forward', 1);
    expect(unconfirmed).toMatchObject({ outcome: 'unconfirmed', status_code: null });
    expectSentence(unconfirmed.error);
    expect((await sentOrder.read()).status).toBe('processing');
    expect(sent.jobs).toHaveLength(1);

    expect(await checkedOrder.becomes('completed')).toMatchObject({ delivered_by: 'check' });
    expect(await checkedOrder.outcomes('check')).toEqual(['completed']);
    expect(await toldOrder.toldUpTo('order.processing')).toEqual(['order.processing']);

    const first = await unsentOrder.attempt('forward', 1);
    expect(first.outcome).toBe('connection_error');
    await unsent.patch({ job_url: journey.seller.url(`/${unsent.shortId}/job`), auth_headers: { 'X-Key': 'new' } });
    await unsentOrder.forwardedAgain();
    await unsentOrder.becomes('processing');
    expect(unsent.jobs.map((job) => job.headers['idempotency-key'])).toEqual([unsentOrder.id]);
  });
});

describe('a start on the same folder', () => {
  it('goes on where it was: orders, plans, tries, messages, and the callback URLs that are out', async () => {
    const [waits, busy, token] = [
      await journey.minutely(),
      (await journey.tool()).onJob({ status: 503 }),
      await journey.tool({ status_url: null, callback_auth: 'url_token' }),
    ];
    const [processing, putOff, called] = [await waits.placed(), await busy.place(), await token.placed()];
    await putOff.attempt('forward', 1);
    const due = [await processing.dueAt('check'), await putOff.dueAt('forward')];
    const before = await processing.read();
    await restart();
    expect([await processing.dueAt('check'), await putOff.dueAt('forward')]).toEqual(due);
    expect(await processing.read()).toEqual(before);
    busy.onJob({ status: 200 });
    await putOff.forwardedAgain();
    await putOff.becomes('processing');
    expect((await putOff.attempts('forward')).map((attempt) => attempt.attempt_num)).toEqual([1, 2]);
    await processing.checked();
    const { callback_url } = token.jobs[0]!.json<{ callback_url: string }>();
    const path = new URL(callback_url).pathname;
    const answer = await journey.roundtrip.call(
      'POST',
      path,
      { status: 'completed', result_text: 'x' },
      { token: null },
    );
    expect(answer.body).toEqual({ ok: true });
    expect((await called.read()).status).toBe('completed');
  });

  it('finds what fell due while it was down', async () => {
    const [tool, silent] = [await journey.minutely(), await journey.tool({ status_url: null })];
    const [checked, expired] = [await tool.placed(), await silent.placed({ deadline_s: 60 })];
    tool.onStatus({ body: { status: 'completed', result_text: 'x' } });
    await journey.roundtrip.stop();
    journey.pass(5 * MINUTE);
    await journey.boot();
    await checked.becomes('completed');
    await expired.becomes('expired');
    expect(tool.checks).toHaveLength(1);
    expect(await expired.toldUpTo('order.expired')).toEqual(['order.processing', 'order.expired']);
  });

  it('keeps the same order under the same key', async () => {
    const tool = await journey.tool();
    const headers = { 'idempotency-key': 'kept-over-a-restart' };
    const first = await tool.tryPlace({}, { headers });
    await restart();
    const again = await tool.tryPlace({}, { headers });
    expect([first.status, again.status, again.body.order_id]).toEqual([202, 200, first.body.order_id]);
  });
});
