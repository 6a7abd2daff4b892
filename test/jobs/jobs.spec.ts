import { afterEach, describe, expect, it } from '@jest/globals';
import { expectSentence, HOUR } from '../journeys/journey.js';
import { useJobs } from './jobs-journey.js';

const jobs = useJobs();
const { journey } = jobs;
afterEach(() => void (journey.chance = 0.5));

describe('a job', () => {
  it('is called at its time, not before, and a 2xx ends it whatever its body', async () => {
    const target = jobs.target({ status: 202, body: { ok: false } });
    const made = await jobs.post({ url: target.url, body: '{"a":1}', scheduled_at: jobs.in(HOUR) });
    const id = made.body.id as string;
    expect([made.status, made.headers.get('location')]).toEqual([201, `/jobs/${id}`]);
    expect(id).toMatch(/^job_[0-9a-f]{32}$/);
    expect(made.body).toMatchObject({
      ...{ job_id: id, status: 'scheduled', attempts: 0, http_method: 'POST', method: 'POST', body: '{"a":1}' },
      ...{ max_retries: 0, timeout_seconds: 30, backoff: 'exponential', seller_id: null, schedule_id: null },
      ...{ scheduled_at: jobs.in(HOUR), next_attempt_at: jobs.in(HOUR), started_at: null, completed_at: null },
      ...{ headers: {}, webhook_url: null, webhook_headers: {}, ignored_fields: [], idempotency_key: null },
      ...{ created_at: jobs.in(0), updated_at: jobs.in(0), status_code: null, last_error: null, replay_of: null },
    });
    journey.pass(HOUR - 1);
    expect((await jobs.read(id)).status).toBe('scheduled');
    expect(target.seen).toEqual([]);
    journey.pass(1);
    const ended = await jobs.becomes(id, 'success');
    expect(ended).toMatchObject({ attempts: 1, status_code: 202, last_error: null, next_attempt_at: null });
    expect([ended.started_at, ended.completed_at]).toEqual([jobs.in(0), jobs.in(0)]);
    const [request] = target.requests;
    expect(request?.headers).toMatchObject({ 'x-fliq-delivery-id': id, 'content-type': 'application/json' });
    expect(request?.body.toString()).toBe('{"a":1}');
    expect(await jobs.attempts(id)).toMatchObject([
      {
        id: expect.stringMatching(/^att_/),
        job_id: id,
        attempt_num: 1,
        outcome: 'success',
        status_code: 202,
        error: null,
      },
    ]);
    journey.pass(HOUR);
    expect(target.seen).toHaveLength(1);
  });

  it('sends what it was told by either spelling, and shows it masked', async () => {
    const target = jobs.target({ body: 'thanks' }, 'PUT');
    const headers = { Authorization: 'Bearer abcdefghijklmnop', 'Content-Type': 'text/csv', 'X-Short': 'short' };
    const webhook = { webhook_url: 'https://me.test/hook?key=12345678', webhook_headers: { 'X-Key': 'short' } };
    const wish = { url: `${target.url}?api_key=12345678`, headers, body: '{"a":1}' };
    const shown = { ...wish, ...webhook, http_method: 'PUT', scheduled_at: jobs.in(1e6 * HOUR) };
    const made = await jobs.post(shown, {}, '/v1/jobs');
    expect(made.headers.get('location')).toBe(`/v1/jobs/${made.body.id as string}`);
    expect(made.body).toMatchObject({
      ...{ url: `${target.url}?api_key=••••`, http_method: 'PUT', method: 'PUT' },
      headers: { Authorization: '••••mnop', 'Content-Type': 'text/csv', 'X-Short': '••••' },
      ...{ webhook_url: 'https://me.test/hook?key=••••', webhook_headers: { 'X-Key': '••••' } },
    });
    const id = await jobs.make({ ...wish, method: 'PUT', scheduled_at: jobs.in(-60_000) });
    await jobs.becomes(id, 'success');
    const [seen] = target.requests;
    expect(seen?.headers).toMatchObject({ authorization: headers.Authorization, 'content-type': 'text/csv' });
    expect([seen?.body.toString(), seen?.query.get('api_key')]).toEqual(['{"a":1}', '12345678']);
    expect((await jobs.attempts(id))[0]).toMatchObject({
      url: `${target.url}?api_key=••••`,
      response_excerpt: 'thanks',
    });
  });

  it('without a body sends none, and names no type of a body that is no JSON', async () => {
    const [get, post] = [jobs.target({}, 'GET'), jobs.target()];
    await jobs.becomes(await jobs.make({ url: get.url, method: 'GET' }), 'success');
    await jobs.becomes(await jobs.make({ url: post.url, body: 'a=1' }), 'success');
    expect(get.requests[0]?.headers).not.toHaveProperty('content-length');
    expect(get.requests[0]?.headers).not.toHaveProperty('content-type');
    expect(post.requests[0]?.headers).not.toHaveProperty('content-type');
  });

  it('names fields that mean nothing, in its answer and in its first attempt', async () => {
    const made = await jobs.post({ url: jobs.target({ status: 500 }).url, max_retries: 1, priority: 7, tags: ['a'] });
    const id = made.body.id as string;
    expect([made.status, made.body.ignored_fields]).toEqual([201, ['priority', 'tags']]);
    await jobs.after(id, 1);
    await jobs.nextWaitS(id);
    const [second, first] = await jobs.attempts(id);
    expect(first?.error).toMatch(/HTTP 500\. .*ignored: priority, tags\.$/);
    expect(second?.error).toBe('The target answered HTTP 500.');
  });

  it('keeps nothing of what an answer repeats of its secrets', async () => {
    const target = jobs.target((_nth, request) => ({
      status: 400,
      body: `${request.headers.authorization} ${request.query.get('key')} ${request.headers['x-fliq-delivery-id'] as string}`,
    }));
    const headers = { Authorization: 'Bearer abcdefghijklmnop' };
    const id = await jobs.make({ url: `${target.url}?key=a-secret-value`, headers });
    await jobs.becomes(id, 'failed');
    expect((await jobs.attempts(id))[0]?.response_excerpt).toBe(`•••• •••• ${id}`);
  });

  it('reads the beginning of a long answer, which is no failure', async () => {
    const id = await jobs.make({ url: jobs.target({ body: 'x'.repeat(3_000_000) }).url });
    await jobs.becomes(id, 'success');
    expect((await jobs.attempts(id))[0]?.response_excerpt).toMatch(/^x{500,}/);
  });

  it('is not called at a private address, and follows no redirect', async () => {
    const blocked = await jobs.make({ url: 'https://private.test/' });
    expect((await jobs.becomes(blocked, 'failed')).last_error).toMatch(/\.$/);
    expect((await jobs.attempts(blocked))[0]?.outcome).toBe('blocked_address');
    const elsewhere = jobs.target();
    const id = await jobs.make({ url: jobs.target({ status: 307, headers: { location: elsewhere.url } }).url });
    const ended = await jobs.becomes(id, 'failed');
    expect([ended.status_code, (await jobs.attempts(id))[0]?.outcome]).toEqual([307, 'redirected']);
    expectSentence(ended.last_error);
    expect(elsewhere.seen).toEqual([]);
  });
});

describe('a job that fails', () => {
  it('is tried again after 30 s, 60 s and 120 s under the same delivery id, and then has failed', async () => {
    const target = jobs.target((nth) => ({ status: nth === 2 ? 404 : 500 }));
    const id = await jobs.make({ url: target.url, max_retries: 3 });
    await jobs.after(id, 1);
    expect(await jobs.read(id)).toMatchObject({ status: 'scheduled', status_code: 500, completed_at: null });
    expect([await jobs.nextWaitS(id), await jobs.nextWaitS(id), await jobs.nextWaitS(id)]).toEqual([30, 60, 120]);
    const ended = await jobs.becomes(id, 'failed');
    expect(ended).toMatchObject({ attempts: 4, status_code: 500, last_error: 'The target answered HTTP 500.' });
    expect(target.requests.map(({ headers }) => headers['x-fliq-delivery-id'])).toEqual([id, id, id, id]);
    const outcomes = (await jobs.attempts(id)).map(({ outcome, attempt_num }) => `${attempt_num} ${outcome}`);
    expect(outcomes).toEqual(['4 server_error', '3 server_error', '2 not_found', '1 server_error']);
    expect(await jobs.count(`work WHERE kind = 'job' AND subject = $1`, [id])).toBe(0);
  });

  it('waits by 30 s more each time where its backoff is linear, spread by chance', async () => {
    const target = jobs.target((nth) => ({ status: nth < 4 ? 502 : 200 }));
    journey.chance = 1;
    const id = await jobs.make({ url: target.url, max_retries: 5, backoff: 'linear' });
    await jobs.after(id, 1);
    expect([await jobs.nextWaitS(id), await jobs.nextWaitS(id), await jobs.nextWaitS(id)]).toEqual([37.5, 75, 112.5]);
    expect(await jobs.becomes(id, 'success')).toMatchObject({ attempts: 4, status_code: 200, last_error: null });
  });

  it('uses its budget for a lost connection, too', async () => {
    const target = jobs.target((nth) => (nth === 1 ? { resetBefore: true } : {}));
    const id = await jobs.make({ url: target.url, max_retries: 1 });
    await jobs.after(id, 1);
    await jobs.nextWaitS(id);
    await jobs.becomes(id, 'success');
    const none = await jobs.make({ url: jobs.target({ resetBefore: true }).url });
    expect(await jobs.becomes(none, 'failed')).toMatchObject({ attempts: 1, status_code: null });
  });

  it('waits as long as a 429 or 503 asks for, without spending a retry', async () => {
    const target = jobs.target((nth) =>
      nth < 3 ? { status: nth === 1 ? 429 : 503, headers: { 'retry-after': '7200' } } : { status: 500 },
    );
    const id = await jobs.make({ url: target.url, max_retries: 1 });
    await jobs.after(id, 1);
    expect([await jobs.nextWaitS(id), await jobs.nextWaitS(id), await jobs.nextWaitS(id)]).toEqual([7200, 7200, 30]);
    expect(await jobs.becomes(id, 'failed')).toMatchObject({ attempts: 4 });
  });

  it('waits for a day in all at most where it is asked to', async () => {
    const target = jobs.target({ status: 503, headers: { 'retry-after': '36000' } });
    const id = await jobs.make({ url: target.url, max_retries: 1 });
    await jobs.after(id, 1);
    expect([await jobs.nextWaitS(id), await jobs.nextWaitS(id)]).toEqual([36_000, 36_000]);
    // A third would be 30 hours: it spends the retry, and waits for an hour at most.
    expect(await jobs.nextWaitS(id)).toBe(3_600);
    expect(await jobs.becomes(id, 'failed')).toMatchObject({ attempts: 4 });
  });

  it('has had its time: the whole try counts, also a body that trickles', async () => {
    const slow = jobs.target({ status: 200, body: 'x'.repeat(200), drip: { bytes: 1, everyMs: 100 } });
    const silent = jobs.target({ hang: true });
    const ids = [
      await jobs.make({ url: slow.url, timeout_seconds: 1 }),
      await jobs.make({ url: silent.url, timeout_seconds: 1 }),
    ];
    for (const id of ids) {
      await jobs.becomes(id, 'failed');
      const [attempt] = await jobs.attempts(id);
      expect(attempt?.outcome).toBe('timeout');
      expectSentence(attempt!.error);
    }
    const [row] = await journey.roundtrip.storage.database.read<{ ms: number }>(
      'SELECT max(duration_ms) AS ms FROM attempts WHERE job_id IN ($1, $2)',
      ids,
    );
    expect(Number(row?.ms)).toBeLessThanOrEqual(1_250);
    expect(Number(row?.ms)).toBeGreaterThanOrEqual(990);
  });
});
