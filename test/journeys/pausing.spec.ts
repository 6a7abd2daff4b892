import { describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import type { SellerReply } from '../support/scripted-seller.js';
import { expectSentence, HOUR, useJourney } from './journey.js';
import type { JourneyTool } from './journey-tool.js';

const journey = useJourney();

/** Answers job POSTs one by one, each when the test says so. */
function heldJobs(tool: JourneyTool): ((reply: SellerReply) => void)[] {
  const held: ((reply: SellerReply) => void)[] = [];
  tool.onJob(() => new Promise<SellerReply>((resolve) => held.push(resolve)));
  return held;
}

async function isPaused(tool: JourneyTool): Promise<boolean> {
  return (await journey.api('GET', `/v1/tools/${tool.shortId}`)).body.paused_at !== null;
}

describe('a paused tool', () => {
  it('takes no new orders, and says so', async () => {
    const tool = await journey.tool();
    await tool.pause();
    const { status, body } = await tool.tryPlace();
    expect([status, body.error.code]).toEqual([409, 'tool_paused']);
    expectSentence(body.error.message as string);
    await tool.resume();
    await (await tool.place()).becomes('processing');
  });

  it('gets no forwards: orders in received and in forwarding wait, and are sent once it is resumed', async () => {
    const tool = await journey.tool({ max_concurrency: 1 });
    const jobs = heldJobs(tool);
    const putOff = await tool.place();
    await eventually(() => jobs.length === 1);
    const waiting = [await tool.place(), await tool.place()];
    await tool.pause();
    jobs[0]!({ status: 503 });
    await putOff.attempt('forward', 1);
    journey.pass(HOUR);
    await eventually(async () => (await putOff.dueAt('forward')) > journey.clock.now() + 24 * HOUR);
    const idle = async () => Promise.all([putOff, ...waiting].map(async (order) => (await order.read()).status));
    expect(await idle()).toEqual(['forwarding', 'received', 'received']);
    expect(tool.jobs).toHaveLength(1);
    tool.onJob({ status: 200 });
    await tool.resume();
    for (const order of [putOff, ...waiting]) await order.becomes('processing');
    expect(tool.jobs).toHaveLength(4);
  });

  it('is still checked and may still call back', async () => {
    const tool = (await journey.minutely()).onStatus({ body: { status: 'completed', result_text: 'x' } });
    const [checked, called] = [await tool.placed(), await tool.placed()];
    await tool.pause();
    await called.callback({ ok: true, result_text: 'y' });
    await checked.checked();
    expect([(await checked.read()).delivered_by, (await called.read()).delivered_by]).toEqual(['check', 'callback']);
  });

  it('takes retries, which wait', async () => {
    const tool = (await journey.tool()).onJob({ status: 400 });
    const order = await tool.place();
    await order.becomes('failed');
    await tool.pause();
    await order.retry();
    tool.onJob({ status: 200 });
    await eventually(async () => (await order.dueAt('forward')) > journey.clock.now() + 24 * HOUR);
    expect(await order.read()).toMatchObject({ status: 'received', run: 2 });
    await tool.resume();
    await order.becomes('processing', 2);
  });

  it('is told of to the marketplace and the operator once, without its URLs and headers', async () => {
    const tool = await journey.tool();
    await tool.pause();
    await tool.pause();
    for (const receiver of [journey.marketplace, journey.operator]) {
      const told = await receiver.waitFor((event) => event.data['short_id'] === tool.shortId);
      expect(told).toMatchObject({ type: 'tool.paused', problem: undefined });
      expect(told.data['paused_at']).toBe(new Date(journey.clock.now()).toISOString());
      expectSentence(told.data['pause_reason'] as string);
      for (const secret of ['job_url', 'auth_headers', 'localhost', 'key-of-']) expect(told.body).not.toContain(secret);
      expect(receiver.events.filter((event) => event.data['short_id'] === tool.shortId)).toHaveLength(1);
    }
  });

  it('leaves a try that is not due yet at its own instant, where it is resumed before', async () => {
    const tool = (await journey.tool()).onJob([{ status: 503 }, { status: 200 }]);
    const order = await tool.place();
    await order.attempt('forward', 1);
    const due = await order.dueAt('forward');
    await tool.pause();
    await tool.resume();
    expect(await order.dueAt('forward')).toBe(due);
    await order.forwardedAgain();
    await order.becomes('processing');
  });
});

describe('410 to a job POST', () => {
  it('pauses the tool: what is in flight may end, what waits is parked, and resuming sends it', async () => {
    const tool = await journey.tool({ max_concurrency: 2 });
    const jobs = heldJobs(tool);
    const [gone, inFlight] = [await tool.place(), await tool.place()];
    await eventually(() => jobs.length === 2);
    const waiting = await Promise.all(Array.from({ length: 5 }, () => tool.place()));
    const ofGone = tool.jobs.findIndex((job) => job.json().order_id === gone.id);
    jobs[ofGone]!({ status: 410 });
    expect((await gone.becomes('failed')).error?.code).toBe('seller_gone');
    expect(await isPaused(tool)).toBe(true);
    jobs[1 - ofGone]!({ status: 200 });
    await inFlight.becomes('processing');
    for (const order of waiting)
      await eventually(async () => (await order.dueAt('forward')) > journey.clock.now() + HOUR);
    expect(tool.jobs).toHaveLength(2);
    tool.onJob({ status: 200 });
    await tool.resume();
    for (const order of waiting) await order.becomes('processing');
    expect(tool.jobs).toHaveLength(7);
    expect((await gone.read()).status).toBe('failed');
  });

  it('of several at once pauses it once, and fails each of those orders', async () => {
    const tool = await journey.tool();
    const jobs = heldJobs(tool);
    const orders = await Promise.all(Array.from({ length: 4 }, () => tool.place()));
    await eventually(() => jobs.length === 4);
    jobs.forEach((answer) => answer({ status: 410 }));
    for (const order of orders) expect((await order.becomes('failed')).error?.code).toBe('seller_gone');
    await journey.marketplace.waitFor(
      (event) => event.data['short_id'] === tool.shortId && event.type === 'tool.paused',
    );
    const told = journey.marketplace.events.filter(
      ({ type, data }) => type === 'tool.paused' && data['short_id'] === tool.shortId,
    );
    expect(told).toHaveLength(1);
  });

  it('to a retry pauses it again', async () => {
    const tool = (await journey.tool()).onJob([{ status: 410 }, { status: 410 }]);
    const order = await tool.place();
    await order.becomes('failed');
    await tool.resume();
    await order.retry();
    await order.becomes('failed', 2);
    expect(await isPaused(tool)).toBe(true);
  });
});

describe('pausing and resuming at the same moment as orders come', () => {
  it('sends every order once, in the end', async () => {
    const tool = await journey.tool({ max_concurrency: 3 });
    const placed = await Promise.all(
      Array.from({ length: 60 }, async (_, i) => {
        if (i % 6 === 2) await tool.pause();
        if (i % 6 === 5) await tool.resume();
        return tool.tryPlace();
      }),
    );
    await tool.resume();
    const ids = placed.filter((answer) => answer.status === 202).map((answer) => answer.body.order_id as string);
    expect(placed.filter(({ status }) => status !== 202).every(({ body }) => body.error.code === 'tool_paused')).toBe(
      true,
    );
    expect(ids.length).toBeGreaterThan(0);
    for (const id of ids)
      await eventually(async () => (await journey.api('GET', `/v1/orders/${id}`)).body.status === 'processing');
    const sent = tool.jobs.map((job) => job.json<{ order_id: string }>().order_id);
    expect(sent.sort()).toEqual(ids.sort());
  });
});
