import { afterEach, describe, expect, it } from '@jest/globals';
import { expectSentence, HOUR, MINUTE } from '../journeys/journey.js';
import { eventually } from '../support/eventually.js';
import { usePolls } from './polls-journey.js';

const polls = usePolls();
const { journey } = polls;
afterEach(() => void (journey.chance = 0.5));

const done = { status: [200], body: { status: ['done'] } };
const working = { body: { status: 'working' } };

describe('a poll', () => {
  it('is one call in place of a check that lays itself down again: it asks until the answer fits', async () => {
    const target = polls.target((nth) => (nth < 3 ? working : { body: { status: 'done', url: 'https://x.test/1' } }));
    const made = await polls.post({ url: target.url, interval: 60, response_filter: done });
    expect([made.status, made.headers.get('location')]).toEqual([201, `/v1/polls/${made.body.poll_id as string}`]);
    const id = made.body.poll_id as string;
    expect(id).toMatch(/^pol_[0-9a-f]{32}$/);
    expect(made.body).toMatchObject({ status: 'waiting', attempts: 0, response: null, error: null, interval: 60 });
    expect(await polls.asked(id, 3)).toEqual([0, 60, 120]);
    const ended = await polls.becomes(id, 'completed');
    expect(ended).toMatchObject({ attempts: 3, next_check_at: null, error: null });
    expect(ended.response).toMatchObject({ status: 200, body: { status: 'done', url: 'https://x.test/1' } });
    const [last, , first] = await polls.attempts(id);
    expect([last?.outcome, last?.attempt_num, first?.outcome]).toEqual(['completed', 3, 'processing']);
    expect(first?.error).toBe('It does not match response_filter: body.status is "working"; wanted "done".');
    journey.pass(HOUR);
    expect(target.seen).toHaveLength(3);
  });

  it('sends what it was told, and shows it masked', async () => {
    const target = polls.target({ body: 'ok' }, 'POST');
    const headers = { Authorization: 'Bearer abcdefghijklmnop', 'Content-Type': 'text/csv', 'X-Short': 'short' };
    const request = { method: 'POST', headers, body_base64: Buffer.from('a,b\n1,2').toString('base64') };
    const made = await polls.post({ url: `${target.url}?api_key=12345678`, request });
    expect(made.body.url).toBe(`${target.url}?api_key=••••`);
    expect(made.body.request).toEqual({
      ...{ method: 'POST', body_bytes: 7 },
      headers: { Authorization: '••••mnop', 'Content-Type': 'text/csv', 'X-Short': '••••' },
    });
    await polls.becomes(made.body.poll_id as string, 'completed');
    const [seen] = target.requests;
    expect(seen?.headers).toMatchObject({ authorization: headers.Authorization, 'content-type': 'text/csv' });
    expect([seen?.body.toString(), seen?.query.get('api_key')]).toEqual(['a,b\n1,2', '12345678']);
    expect((await polls.attempts(made.body.poll_id as string))[0]?.url).toBe(`${target.url}?api_key=••••`);
  });

  it('without a filter ends with the first 2xx, whatever its body', async () => {
    const target = polls.target((nth) => (nth === 1 ? { status: 404 } : { status: 201, body: 'made it' }));
    const id = await polls.make({ url: target.url });
    expect(await polls.asked(id, 2)).toEqual([0, 10]);
    expect((await polls.becomes(id, 'completed')).response).toMatchObject({ status: 201, body: 'made it' });
    expect((await polls.attempts(id)).map(({ outcome }) => outcome)).toEqual(['completed', 'not_found']);
  });

  it('fails where failure_filter matches, also where both do', async () => {
    const failure_filter = { body: { error: [{ $exists: true }] } };
    const broken = polls.target({ body: { status: 'done', error: 'out of paper' } });
    for (const response_filter of [undefined, done]) {
      const ended = await polls.becomes(
        await polls.make({ url: broken.url, response_filter, failure_filter }),
        'failed',
      );
      expect(ended.error?.code).toBe('failure_filter');
      expectSentence(ended.error!.message);
      expect(ended.response?.body).toEqual({ status: 'done', error: 'out of paper' });
    }
  });

  it('tests status, as numbers or texts, and headers in earnest', async () => {
    const target = polls.target((nth) => (nth === 1 ? working : { status: 303, headers: { 'X-State': 'Ready' } }));
    const response_filter = { status: ['303', '201'], headers: { 'x-state': [{ $ignoreCaseEquals: 'ready' }] } };
    const id = await polls.make({ url: target.url, interval: 5, response_filter });
    expect(await polls.asked(id, 2)).toEqual([0, 5]);
    expect((await polls.becomes(id, 'completed')).response?.status).toBe(303);
  });

  it('keeps the secrets of who answers to itself', async () => {
    const headers = { 'set-cookie': 'session=1', 'x-auth-token': 't', location: '/next?sig=123', 'x-plain': 'yes' };
    const id = await polls.make({ url: polls.target({ headers, body: {} }).url });
    const { response } = await polls.becomes(id, 'completed');
    expect(response?.headers).toMatchObject({
      ...{ 'set-cookie': '••••', 'x-auth-token': '••••', location: '/next?sig=••••', 'x-plain': 'yes' },
    });
  });

  it('waits where an answer is too long to be read, and says so', async () => {
    const target = polls.target((nth) => ({
      body: { status: 'done', text: 'x'.repeat(nth === 1 ? 1_048_576 : 1_000_000) },
    }));
    const id = await polls.make({ url: target.url, response_filter: done });
    await polls.asked(id, 1);
    const [first] = await polls.attempts(id);
    expect(first).toMatchObject({ outcome: 'too_large', status_code: 200 });
    expect(first?.error).toMatch(/No filter can read it/);
    await polls.asked(id, 1);
    expect((await polls.becomes(id, 'completed')).response?.body).toMatchObject({ status: 'done' });
  });

  it('ends where an answer is too long to be kept and nobody asks for its body, and says so', async () => {
    const id = await polls.make({ url: polls.target({ body: 'x'.repeat(1_048_577), headers: { 'x-a': 'b' } }).url });
    const { response } = await polls.becomes(id, 'completed');
    expect(response).toMatchObject({ status: 200, headers: { 'x-a': 'b' }, body: null });
    const [only] = await polls.attempts(id);
    expect(only).toMatchObject({ outcome: 'completed', status_code: 200 });
    expect(only?.error).toMatch(/longer than the 1048576 bytes/);
  });

  it('does not match the fields of a body that is no JSON, and tells what came', async () => {
    const id = await polls.make({ url: polls.target({ body: '<p>Soon</p>' }).url, response_filter: done });
    await polls.after(id, 1);
    const [first] = await polls.attempts(id);
    expect(first).toMatchObject({ outcome: 'processing', response_excerpt: '<p>Soon</p>' });
    expect(first?.error).toMatch(/^It does not match response_filter: body is "<p>Soon<\/p>"; wanted an object\.$/);
    await journey.api('DELETE', `/v1/polls/${id}`);
  });

  it('is not called at a private address: each attempt says blocked_address', async () => {
    const id = await polls.make({ url: 'https://private.test/status', timeout: 30 });
    await polls.after(id, 1);
    expect((await polls.attempts(id))[0]?.outcome).toBe('blocked_address');
    journey.pass(30_000);
    expect((await polls.becomes(id, 'timed_out')).error?.message).toContain('The last attempt: ');
  });
});

describe('the time of a poll', () => {
  it('ends it to the instant, also between two requests', async () => {
    const target = polls.target(working);
    const id = await polls.make({ url: target.url, interval: 20, timeout: 50, response_filter: done });
    expect(await polls.asked(id, 3)).toEqual([0, 20, 40]);
    expect((await polls.read(id)).next_check_at).toBeNull();
    journey.pass(9_999);
    expect((await polls.read(id)).status).toBe('waiting');
    journey.pass(1);
    const ended = await polls.becomes(id, 'timed_out');
    expect(ended).toMatchObject({ attempts: 3, response: null, error: { code: 'timeout' } });
    expect(ended.error?.message).toMatch(/body\.status is "working"; wanted "done"\.$/);
    expect(target.seen).toHaveLength(3);
  });

  it('ends it also while a request is under way, whose answer is late', async () => {
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    const target = polls.target(async () => held.then(() => ({ body: { status: 'done' } })));
    const id = await polls.make({ url: target.url, timeout: 30, response_filter: done });
    await eventually(() => target.seen.length === 1);
    journey.pass(30_000);
    const ended = await polls.becomes(id, 'timed_out');
    answer();
    await eventually(async () => (await polls.attempts(id))[0]?.outcome === 'late');
    expect(await polls.read(id)).toEqual(ended);
  });

  it('is a day where nobody says otherwise, and thirty at most', async () => {
    const made = (await polls.post({ url: polls.target(working).url, response_filter: done })).body;
    expect(Date.parse(made.timeout_at) - Date.parse(made.created_at)).toBe(24 * HOUR);
    expect(made).toMatchObject({ interval: 10, timeout: 86_400 });
    await journey.api('DELETE', `/v1/polls/${made.poll_id as string}`);
    expect((await polls.post({ url: 'https://x.test', timeout: 2_592_001 })).status).toBe(400);
  });
});

describe('the plan of a poll', () => {
  const growing = { strategy: 'exponential', interval_s: 2, multiplier: 2, max_interval_s: 10, jitter: 0 };

  it('begins at once, also under initial_s, and grows', async () => {
    const target = polls.target(working);
    const id = await polls.make({ url: target.url, poll: { ...growing, initial_s: 30 }, response_filter: done });
    const from = target.seen[0] ?? journey.clock.now();
    expect(await polls.asked(id, 5)).toEqual([0, 2, 6, 14, 24]);
    expect(target.seen.map((at) => (at - from) / 1_000)).toEqual([0, 2, 6, 14, 24]);
    await journey.api('DELETE', `/v1/polls/${id}`);
  });

  it('is jittered as it says; an interval is not', async () => {
    journey.chance = 0;
    const plan = { strategy: 'fixed', interval_s: 10 };
    const jittered = await polls.make({ url: polls.target(working).url, poll: plan, response_filter: done });
    const plain = await polls.make({ url: polls.target(working).url, interval: 10, response_filter: done });
    await polls.after(jittered, 1);
    await polls.after(plain, 1);
    expect([await polls.waitS(jittered), await polls.waitS(plain)]).toEqual([9, 10]);
    for (const id of [jittered, plain]) await journey.api('DELETE', `/v1/polls/${id}`);
  });

  it('spent by max_checks ends it with the last answer', async () => {
    const plan = { ...growing, max_checks: 3 };
    const id = await polls.make({ url: polls.target(working).url, poll: plan, response_filter: done });
    expect(await polls.asked(id, 3)).toEqual([0, 2, 6]);
    expect(await polls.becomes(id, 'timed_out')).toMatchObject({ attempts: 3, error: { code: 'max_checks' } });
  });

  it('spent by its timeout_s ends it, counted from its creation', async () => {
    const plan = { ...growing, timeout_s: 5 };
    const id = await polls.make({ url: polls.target(working).url, poll: plan, timeout: 60, response_filter: done });
    expect(await polls.asked(id, 2)).toEqual([0, 2]);
    journey.pass(3_000);
    await polls.becomes(id, 'timed_out');
  });

  it('never asks more often than MIN_CHECK_INTERVAL_S', async () => {
    const id = await polls.make({ url: polls.target(working).url, interval: 0.01, response_filter: done });
    expect(await polls.asked(id, 3)).toEqual([0, 1, 2]);
    await journey.api('DELETE', `/v1/polls/${id}`);
  });

  it('takes Retry-After as a floor, in seconds and as a date', async () => {
    const at = (ms: number) => new Date(journey.clock.now() + ms).toUTCString();
    const target = polls.target((nth) => {
      if (nth === 1) return { status: 429, headers: { 'retry-after': '120' } };
      return { status: 503, headers: { 'retry-after': nth === 2 ? at(10 * MINUTE) : '1' } };
    });
    const id = await polls.make({ url: target.url, interval: 30 });
    expect(await polls.asked(id, 4)).toEqual([0, 120, 720, 750]);
    expect((await polls.attempts(id)).map(({ outcome }) => outcome).slice(-2)).toEqual([
      'server_error',
      'rate_limited',
    ]);
    await journey.api('DELETE', `/v1/polls/${id}`);
  });
});

describe('the retries of a request', () => {
  const retry = { limit: 3, min_timeout_in_ms: 5, max_timeout_in_ms: 10, factor: 2, randomize: false };

  it('are made within one attempt where the network fails it, and told', async () => {
    const target = polls.target((nth) => (nth < 3 ? { hang: true } : { body: { status: 'done' } }));
    const request_timeout = { duration_in_ms: 300, retry };
    const id = await polls.make({ url: target.url, response_filter: done, request_timeout });
    expect(await polls.becomes(id, 'completed')).toMatchObject({ attempts: 1, request_timeout: { retry } });
    const [only, ...more] = await polls.attempts(id);
    expect([more.length, target.seen.length]).toEqual([0, 3]);
    expect(only?.error).toMatch(/^Before this, 2 tries failed: /);
  });

  it.each<[string, (id: string) => unknown, string]>([
    ['cancelled', (id) => journey.api('DELETE', `/v1/polls/${id}`), 'cancelled'],
    ['over', () => journey.pass(30_000), 'timed_out'],
  ])('are not made once the poll is %s', async (_how, act, status) => {
    const target = polls.target((nth) => (nth === 1 ? { hang: true } : { body: {} }));
    const slow = { ...retry, min_timeout_in_ms: 300, max_timeout_in_ms: 300 };
    const id = await polls.make({
      ...{ url: target.url, timeout: 30 },
      request_timeout: { duration_in_ms: 100, retry: slow },
    });
    await eventually(() => target.seen.length === 1);
    await act(id);
    await polls.becomes(id, status);
    await eventually(async () => (await polls.attempts(id)).length === 1);
    expect((await polls.attempts(id))[0]).toMatchObject({ outcome: 'timeout' });
    expect(target.seen).toHaveLength(1);
  });

  it('are not made for an answer, and the request has the time that it was given', async () => {
    const target = polls.target((nth) => (nth === 1 ? { status: 500 } : { hang: true }));
    const request_timeout = { duration_in_ms: 50, retry: { limit: 0 } };
    const id = await polls.make({ url: target.url, request_timeout });
    await polls.asked(id, 2);
    expect((await polls.attempts(id)).map(({ outcome }) => outcome)).toEqual(['timeout', 'server_error']);
    await journey.api('DELETE', `/v1/polls/${id}`);
  });
});
