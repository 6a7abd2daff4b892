import { expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { useJobs } from '../jobs/jobs-journey.js';

/**
 * A process that stood still in the midst of a call, for longer than its lease, wrote what came of it when it went on, though another had
 * taken the work over and was making the call again: its 401 failed an order that the seller had acknowledged to the other, and its 500
 * put a job back to `scheduled` whose work the other then ended, so that nothing ever ran it again.
 */
const jobs = useJobs();
const { journey } = jobs;

/** As if another process took this kind of work over while the call is under way. */
async function takenOver(kind: string): Promise<void> {
  const { unit } = journey.roundtrip.storage.database;
  await unit.run((tx) => tx.run('UPDATE work SET taken = taken + 1 WHERE kind = $1 AND claim = 1', [kind]));
}

/** Whoever took it over makes the call. */
async function goOn(): Promise<void> {
  await journey.roundtrip.stop();
  await journey.boot();
}

it.each([
  { answer: 'refuses it', reply: { status: 401, body: { error: 'No.' } } },
  { answer: 'says that it is gone', reply: { status: 410 } },
  { answer: 'says that it failed', reply: { body: { status: 'failed', error: 'No ink.' } } },
])('an order whose seller $answer to the one who stood still goes on with the other', async ({ reply }) => {
  let calls = 0;
  const tool = await journey.tool();
  tool.onJob(async () => {
    if (++calls > 1) return { body: { status: 'processing' } };
    await takenOver('forward');
    return reply;
  });
  const order = await tool.place();
  expect((await order.attempt('forward', 1)).outcome).toBe('late');
  expect(await order.read()).toMatchObject({ status: 'forwarding', error: null });
  await goOn();
  await order.becomes('processing');
  expect((await journey.api('GET', `/v1/tools/${tool.shortId}`)).body).toMatchObject({ paused_at: null });
});

it.each([
  { answer: 'a failure', reply: { body: { status: 'failed', error: 'No ink.' } } },
  { answer: 'a result that cannot be taken', reply: { body: { status: 'completed', output_type: 'none' } } },
])('$answer that one who stood still was told changes no order that another asks about', async ({ reply }) => {
  const tool = await journey.tool({ poll: { strategy: 'fixed', interval_s: 60, jitter: 0 } });
  let checks = 0;
  tool.onStatus(async () => {
    if (++checks > 1) return { body: { status: 'completed', result_text: 'done' } };
    await takenOver('check');
    return reply;
  });
  const order = await tool.placed();
  const before = await order.read();
  expect((await order.checked()).outcome).toBe('late');
  expect(await order.read()).toMatchObject({ status: 'processing', error: null, next_check_at: before.next_check_at });
  await goOn();
  await order.becomes('completed');
});

it.each([{ max_retries: 1 }, { max_retries: 0 }])(
  'a job whose call failed for the one who stood still is the other’s to end, with $max_retries retries',
  async (retries) => {
    const target = jobs.target(async (nth) => {
      if (nth > 1) return { status: 200 };
      await takenOver('job');
      return { status: 500 };
    });
    const id = await jobs.make({ url: target.url, ...retries });
    await eventually(async () => (await jobs.attempts(id)).some(({ outcome }) => outcome === 'late'));
    expect(await jobs.read(id)).toMatchObject({ status: 'running', attempts: 0 });
    await goOn();
    expect(await jobs.becomes(id, 'success')).toMatchObject({ status_code: 200 });
    expect(await jobs.count(`work WHERE kind = 'job'`)).toBe(0);
  },
);
