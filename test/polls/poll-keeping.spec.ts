import { describe, expect, it } from '@jest/globals';
import { HOUR, MINUTE } from '../journeys/journey.js';
import { eventually } from '../support/eventually.js';
import type { TempFolder } from '../support/temp-folder.js';
import { openTestDatabase } from '../support/test-database.js';
import { textOf } from '../support/whole-database.js';
import { usePolls, type PollJson } from './polls-journey.js';
import { takenUpByTheDead } from '../support/taken-up.js';

const polls = usePolls();
const { journey } = polls;

const done = { body: { status: ['done'] } };
const working = { body: { status: 'working' } };
const count = async (sql: string, params: string[] = []) =>
  Number(
    (await journey.roundtrip.storage.database.read<{ n: number }>(`SELECT count(*) AS n FROM ${sql}`, params))[0]?.n,
  );

/** A receiver of outcome webhooks: an address of the scripted server that is told of by POST. */
const receiver = (status: (nth: number) => number = () => 204) =>
  polls.target((nth) => ({ status: status(nth) }), 'POST');

describe('an idempotency_key', () => {
  it('makes one poll of twenty requests at once, and is 200 afterwards', async () => {
    const wish = { url: polls.target(working).url, response_filter: done, idempotency_key: 'once' };
    const answers = await Promise.all(Array.from({ length: 20 }, () => polls.post(wish)));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array<number>(19).fill(200), 201]);
    expect(new Set(answers.map(({ body }) => (body as PollJson).poll_id)).size).toBe(1);
    expect(await count(`polls WHERE idempotency_key = 'once'`)).toBe(1);
    expect((await polls.post({ ...wish, interval: 10, request: { method: 'GET' } })).status).toBe(200);
    await journey.api('DELETE', `/v1/polls/${answers[0]?.body.poll_id as string}`);
    expect((await polls.post(wish)).body).toMatchObject({ status: 'cancelled' });
  });

  it.each<[string, object]>([
    ['url', { url: 'https://elsewhere.test/' }],
    ['header', { request: { headers: { 'X-Key': 'another' } } }],
    ['body', { request: { method: 'POST', body: 'another' } }],
    ['interval', { interval: 11 }],
    ['filter', { response_filter: { body: { status: ['ready'] } } }],
    ['webhook', { webhook_url: 'https://elsewhere.test/' }],
  ])('of a request with another %s is 409', async (what, other) => {
    const wish = { url: polls.target(working).url, response_filter: done, idempotency_key: `key of ${what}` };
    const id = await polls.make(wish);
    const answer = await polls.post({ ...wish, ...other });
    expect([answer.status, answer.body.error.code]).toEqual([409, 'idempotency_conflict']);
    await journey.api('DELETE', `/v1/polls/${id}`);
  });
});

describe('Prefer: wait', () => {
  const waiting = (id: string, seconds: number) =>
    journey.roundtrip.call('GET', `/v1/polls/${id}`, undefined, { headers: { prefer: `wait=${seconds}` } });

  it('is answered when the poll ends', async () => {
    const target = polls.target((nth) => (nth === 1 ? working : { body: { status: 'done' } }));
    const id = await polls.make({ url: target.url, response_filter: done });
    await polls.asked(id, 1);
    const answer = waiting(id, 60);
    await polls.asked(id, 1);
    expect((await answer).body).toMatchObject({ status: 'completed', attempts: 2 });
    expect((await answer).headers.get('preference-applied')).toBe('wait=60');
    expect((await waiting(id, 60)).body).toMatchObject({ status: 'completed' });
  });

  it('is answered with the poll as it is when the time is over', async () => {
    const id = await polls.make({ url: polls.target(working).url, response_filter: done });
    expect((await waiting(id, 1)).body).toMatchObject({ status: 'waiting' });
    await journey.api('DELETE', `/v1/polls/${id}`);
  });
});

describe('webhook_url', () => {
  const told = (hook: ReturnType<typeof receiver>) => hook.requests.map((request) => request.json<PollJson>());

  it('gets the poll as it is shown, with its headers, again until it is taken', async () => {
    const hook = receiver((nth) => (nth < 3 ? 503 : 200));
    const webhook_headers = { Authorization: 'Bearer of-the-receiver' };
    const url = polls.target({ body: { status: 'done' } }).url;
    const id = await polls.make({ url, response_filter: done, webhook_url: hook.url, webhook_headers });
    const ended = await polls.becomes(id, 'completed');
    for (const [tries, wait] of [
      [1, 5_000],
      [2, 5 * MINUTE],
      [3, HOUR],
    ] as const) {
      // prettier-ignore
      await eventually(async () => (await polls.attempts(id, 'notify')).length === tries);
      journey.pass(wait);
    }
    expect(told(hook)).toEqual([ended, ended, ended]);
    expect(hook.requests.map(({ headers }) => [headers.authorization, headers['content-type']])).toEqual(
      Array(3).fill(['Bearer of-the-receiver', 'application/json']),
    );
    const tries = await polls.attempts(id, 'notify');
    expect(tries.map(({ outcome, attempt_num }) => [outcome, attempt_num])).toEqual([
      ...[['delivered', 3], ['server_error', 2], ['server_error', 1]], // prettier-ignore
    ]);
    expect(await polls.read(id)).toEqual(ended);
    expect(await count(`work WHERE kind = 'poll_webhook'`)).toBe(0);
    expect(await count(`outcome_webhooks WHERE subject = $1 AND state = 'delivered' AND body = ''`, [id])).toBe(1);
  });

  it.each<[string, object, (id: string) => Promise<unknown> | void]>([
    ['failed', { failure_filter: { status: [200] } }, () => undefined],
    ['timed_out', { timeout: 5 }, (id) => polls.after(id, 1).then(() => journey.pass(5_000))],
    ['cancelled', {}, (id) => journey.api('DELETE', `/v1/polls/${id}`)],
  ])('hears of the end as %s, too', async (status, more, act) => {
    const hook = receiver();
    const id = await polls.make({
      url: polls.target(working).url,
      response_filter: done,
      webhook_url: hook.url,
      ...more,
    });
    await act(id);
    await polls.becomes(id, status);
    await eventually(() => hook.requests.length === 1);
    expect(told(hook)[0]).toMatchObject({ poll_id: id, status });
  });

  it('is given up after ten tries, and called at no private address', async () => {
    const url = polls.target({ body: { status: 'done' } }).url;
    const id = await polls.make({ url, webhook_url: 'https://private.test/hook' });
    for (let tries = 1; tries <= 10; tries++) {
      await eventually(async () => (await polls.attempts(id, 'notify')).length === tries);
      journey.pass(30 * HOUR);
    }
    await eventually(async () => (await count(`outcome_webhooks WHERE state = 'dead'`)) === 1);
    expect((await polls.attempts(id, 'notify'))[0]?.outcome).toBe('blocked_address');
    expect(await count(`work WHERE kind = 'poll_webhook'`)).toBe(0);
  });
});

describe('DELETE', () => {
  it('cancels, and an answer that comes after it is late', async () => {
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    const hook = receiver();
    const target = polls.target(async () => held.then(() => ({ body: { status: 'done' } })));
    const id = await polls.make({ url: target.url, response_filter: done, webhook_url: hook.url });
    await eventually(() => target.seen.length === 1);
    const cancelled = (await journey.api('DELETE', `/v1/polls/${id}`)).body;
    expect(cancelled).toMatchObject({ status: 'cancelled', next_check_at: null, error: null });
    answer();
    await eventually(async () => (await polls.attempts(id))[0]?.outcome === 'late');
    expect(await polls.read(id)).toEqual(cancelled);
    expect((await journey.api('DELETE', `/v1/polls/${id}`)).body).toEqual(cancelled);
    await eventually(() => hook.requests.length === 1);
  });

  it('is 409 once it has ended by itself', async () => {
    const id = await polls.make({ url: polls.target({}).url });
    await polls.becomes(id, 'completed');
    expect((await journey.api('DELETE', `/v1/polls/${id}`, undefined, 409)).body.error.code).toBe('wrong_state');
  });

  it('racing with the answer that ends it leaves one end, told once', async () => {
    const hooks = Array.from({ length: 12 }, () => receiver());
    const ids = await Promise.all(
      hooks.map((hook) => polls.make({ url: polls.target({ delayMs: 5 }).url, webhook_url: hook.url })),
    );
    await Promise.all(ids.map((id) => journey.roundtrip.call('DELETE', `/v1/polls/${id}`)));
    for (const [i, id] of ids.entries()) {
      await eventually(async () => (await polls.attempts(id, 'notify')).length === 1);
      const { status } = await polls.read(id);
      expect(['completed', 'cancelled']).toContain(status);
      expect(told(hooks[i]!)).toMatchObject([{ status }]);
    }
    expect(await count(`work WHERE kind IN ('poll', 'poll_webhook')`)).toBe(0);
    function told(hook: ReturnType<typeof receiver>) {
      return hook.requests.map((request) => request.json<PollJson>());
    }
  });
});

/** As a crash leaves it: rows are claimed, and nobody holds them. */
async function leaveClaimed(folder: TempFolder): Promise<void> {
  const database = await openTestDatabase(folder);
  expect(await takenUpByTheDead(database)).toBe(3);
  await database.close();
}

describe('a server that starts again', () => {
  it('goes on where it was: a request in mid-call is made again, a plan goes on, a webhook is sent', async () => {
    const slow = polls.target((nth) => (nth === 1 ? { hang: true } : { body: { status: 'done' } }));
    const waits = polls.target((nth) => (nth === 1 ? working : { body: { status: 'done' } }));
    let up = false;
    const hook = receiver(() => (up ? 200 : 500));
    const [inFlight, planned] = [
      await polls.make({ url: slow.url, response_filter: done, request_timeout: { duration_in_ms: 60_000 } }),
      await polls.make({ url: waits.url, response_filter: done, interval: 300 }),
    ];
    const told = await polls.make({ url: polls.target({}).url, webhook_url: hook.url });
    await eventually(() => slow.seen.length === 1);
    await polls.after(planned, 1);
    await eventually(async () => (await polls.attempts(told, 'notify')).length === 1);
    const { roundtrip } = journey;
    await roundtrip.rooms.engineRoom.engine.stop(0);
    await roundtrip.stop();
    await leaveClaimed(roundtrip.folder);
    up = true;
    await journey.boot();
    expect(await polls.becomes(inFlight, 'completed')).toMatchObject({ attempts: 1 });
    expect((await polls.attempts(inFlight)).map(({ outcome }) => outcome)).toEqual(['completed']);
    journey.pass(5_000);
    await eventually(async () => (await polls.attempts(told, 'notify'))[0]?.outcome === 'delivered');
    expect(await polls.waitS(planned)).toBe(295);
    journey.pass(295_000);
    await polls.becomes(planned, 'completed');
  });
});

describe('a database', () => {
  it('holds no request of a poll in plain words, and no body once it has ended', async () => {
    const [header, body, query, hook] = ['a-header-in-plain', 'a-body-in-plain', 'a-query-in-plain', 'a-hook-in-plain'];
    const request = { method: 'POST', headers: { 'X-Key': header }, body };
    const target = polls.target((nth) => (nth === 1 ? working : {}), 'POST');
    const webhook = { webhook_url: receiver().url, webhook_headers: { 'X-Key': hook } };
    const id = await polls.make({ url: `${target.url}?k=${query}`, request, response_filter: { status: [200], body: [{ $exists: false }] }, ...webhook }); // prettier-ignore
    await polls.after(id, 1);
    const { database } = journey.roundtrip.storage;
    for (const secret of [header, body, query, hook]) expect(await textOf(database)).not.toContain(secret);
    expect(await count('poll_requests WHERE poll_id = $1 AND body IS NOT NULL', [id])).toBe(1);
    await polls.asked(id, 2);
    await polls.becomes(id, 'completed');
    expect(target.requests.map(({ body: sent }) => sent.toString())).toEqual([body, body]);
    expect(await count('poll_requests WHERE poll_id = $1 AND body IS NOT NULL', [id])).toBe(0);
  });
});
