import { describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { expectSentence, useJourney } from './journey.js';

const journey = useJourney();
const plan = (limit: number) => ({
  poll: { strategy: 'fixed', interval_s: 60, jitter: 0, retry: { limit, min_ms: 5, backoff: 'linear' } },
});
const done = { body: { status: 'completed', result_text: 'done' } };
/** Lost in mid-answer: a kept connection that is lost before it would be replaced in silence. */
const lost = { resetAfter: true, ...done } as const;

describe('a check that the network fails', () => {
  it('is tried again within itself: one attempt, which tells of the tries before it', async () => {
    const tool = await journey.tool(plan(2));
    tool.onStatus([lost, lost, done]);
    const order = await tool.placed();
    const attempt = await order.checked();
    expect(attempt).toMatchObject({ outcome: 'completed', status_code: 200, attempt_num: 1 });
    expect(attempt.error).toContain('Before this, 2 tries failed: ');
    expectSentence(attempt.error);
    expect([tool.checks.length, (await order.attempts('check')).length]).toEqual([3, 1]);
    expect(await order.read()).toMatchObject({ status: 'completed', result: { text: 'done' } });
  });

  it('fails where all tries fail, and is asked again by the plan', async () => {
    const tool = await journey.tool(plan(1));
    tool.onStatus(lost);
    const order = await tool.placed();
    expect(await order.checked()).toMatchObject({ outcome: 'connection_error', attempt_num: 1 });
    expect(tool.checks).toHaveLength(2);
    expect(Date.parse((await order.read()).next_check_at!) - journey.clock.now()).toBe(60_000);
    tool.onStatus(done);
    await order.checked();
    expect((await order.read()).status).toBe('completed');
  });

  it('is not tried again where the plan has no retry, nor where it was answered', async () => {
    const plain = await journey.minutely();
    plain.onStatus(lost);
    const order = await plain.placed();
    expect(await order.checked()).toMatchObject({ outcome: 'connection_error' });
    expect(plain.checks).toHaveLength(1);
    const tool = await journey.tool(plan(3));
    tool.onStatus({ status: 503 });
    expect(await (await tool.placed()).checked()).toMatchObject({ outcome: 'server_error', error: expect.any(String) });
    expect(tool.checks).toHaveLength(1);
  });

  it('keeps nothing of a file that a failed try had begun to bring', async () => {
    const file = Buffer.alloc(600_000, 'abc').toString('base64');
    const body = { status: 'completed', filename: 'a.bin', file_base64: file };
    const tool = await journey.tool(plan(2));
    tool.onStatus([{ resetAfter: true, body }, { body }]);
    const order = await tool.placed();
    expect(await order.checked()).toMatchObject({ outcome: 'completed' });
    expect(tool.checks).toHaveLength(2);
    expect((await order.read()).result?.files).toMatchObject([{ n: 1, size: 600_000 }]);
    const { database } = journey.roundtrip.storage;
    await eventually(async () => (await database.read('SELECT 1 FROM result_files WHERE state <> 1')).length === 0);
  });
});
