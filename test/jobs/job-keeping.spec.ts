import { describe, expect, it } from '@jest/globals';
import { HOUR } from '../journeys/journey.js';
import { eventually } from '../support/eventually.js';
import type { TempFolder } from '../support/temp-folder.js';
import { openTestDatabase } from '../support/test-database.js';
import { refuseRows, textOf } from '../support/whole-database.js';
import { useJobs, type JobJson } from './jobs-journey.js';
import { takenUpByTheDead } from '../support/taken-up.js';

const jobs = useJobs();
const { journey } = jobs;
const DAY = 24 * HOUR;

const cancel = (id: string) => journey.roundtrip.call('DELETE', `/jobs/${id}`);
const replay = (id: string) => journey.roundtrip.call('POST', `/jobs/${id}/replay`);
const idOf = ({ body }: { body: JobJson }) => body.job_id;

describe('an idempotency_key', () => {
  it('makes one job of twenty requests at once', async () => {
    const target = jobs.target();
    const wish = { url: target.url, idempotency_key: 'once', scheduled_at: jobs.in(HOUR) };
    const answers = await Promise.all(Array.from({ length: 20 }, () => jobs.post(wish)));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array<number>(19).fill(200), 201]);
    expect(new Set(answers.map(idOf)).size).toBe(1);
    expect(await jobs.count(`jobs WHERE idempotency_key = 'once'`)).toBe(1);
    expect(await jobs.count(`work WHERE kind = 'job' AND subject = $1`, [idOf(answers[0]!)])).toBe(1);
  });

  it('gives the job that it has made, whatever else the request says, also once its time has gone by', async () => {
    const wish = { url: jobs.target().url, idempotency_key: 'kept' };
    const id = await jobs.make(wish);
    await jobs.becomes(id, 'success');
    const late = { ...wish, scheduled_at: jobs.in(0) };
    journey.pass(2 * HOUR);
    for (const again of [late, { ...wish, url: 'https://elsewhere.test/', method: 'GET' }, { ...wish, url: 'none' }]) {
      const { status, body } = await jobs.post(again);
      expect([status, body.job_id, body.status]).toEqual([200, id, 'success']);
    }
    expect((await jobs.post({ ...late, idempotency_key: 'new' })).status).toBe(400);
  });

  it('is free again after 30 days, once its job has ended', async () => {
    const wish = { url: jobs.target().url, scheduled_at: jobs.in(DAY * 40) };
    const open = { ...wish, idempotency_key: 'open for long' };
    const [ended, waiting] = [await jobs.make({ ...wish, idempotency_key: 'ended' }), await jobs.make(open)];
    await cancel(ended);
    journey.pass(30 * DAY);
    expect(idOf(await jobs.post({ ...wish, idempotency_key: 'ended' }))).toBe(ended);
    journey.pass(1);
    const next = await jobs.post({ ...wish, idempotency_key: 'ended' });
    expect([next.status, idOf(next) === ended]).toEqual([201, false]);
    expect(idOf(await jobs.post({ ...wish, idempotency_key: 'ended' }))).toBe(idOf(next));
    expect((await jobs.read(ended)) as object).toMatchObject({ idempotency_key: null });
    expect([(await jobs.post(open)).status, idOf(await jobs.post(open))]).toEqual([200, waiting]);
  });
});

describe('DELETE', () => {
  it('cancels a job that waits for its time, and again is the same', async () => {
    const target = jobs.target();
    const id = await jobs.make({ url: target.url, scheduled_at: jobs.in(HOUR) });
    const answer = await cancel(id);
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect((await cancel(id)).status).toBe(204);
    const at = jobs.in(0);
    expect(await jobs.read(id)).toMatchObject({ status: 'cancelled', completed_at: at, next_attempt_at: null });
    journey.pass(HOUR);
    expect([await jobs.count(`work WHERE subject = $1`, [id]), target.seen.length]).toEqual([0, 0]);
  });

  it('cancels one that waits for a further try, whose last answer stays', async () => {
    const id = await jobs.make({ url: jobs.target({ status: 500 }).url, max_retries: 3 });
    await jobs.after(id, 1);
    expect((await cancel(id)).status).toBe(204);
    expect(await jobs.read(id)).toMatchObject({ status: 'cancelled', attempts: 1, status_code: 500 });
  });

  it('is 409 while the job runs and once it has run, and 404 for none', async () => {
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    const target = jobs.target(() => held.then(() => ({})));
    const id = await jobs.make({ url: target.url });
    await eventually(() => target.seen.length === 1);
    expect(await jobs.read(id)).toMatchObject({ status: 'running', next_attempt_at: null, started_at: jobs.in(0) });
    const refused = await cancel(id);
    expect([refused.status, refused.body.error.code]).toEqual([409, 'wrong_state']);
    answer();
    await jobs.becomes(id, 'success');
    expect((await cancel(id)).status).toBe(409);
    expect((await cancel('job_none')).status).toBe(404);
  });

  it('racing with the start leaves either a cancelled job that was not called, or one that ran', async () => {
    const targets = Array.from({ length: 20 }, () => jobs.target());
    const ids = await Promise.all(targets.map(({ url }) => jobs.make({ url, scheduled_at: jobs.in(1_000) })));
    journey.pass(1_000);
    const answers = await Promise.all(ids.map(cancel));
    for (const [i, id] of ids.entries()) {
      const isCancelled = answers[i]?.status === 204;
      await jobs.becomes(id, isCancelled ? 'cancelled' : 'success');
      expect(targets[i]?.seen.length).toBe(isCancelled ? 0 : 1);
    }
    expect(answers.every(({ status }) => status === 204 || status === 409)).toBe(true);
    await eventually(
      async () => (await jobs.count(`work WHERE kind = 'job' AND due_at <= ${journey.clock.now()}`)) === 0,
    );
  });
});

describe('a replay', () => {
  it('is a job of its own that names the failed one, which stays as it is', async () => {
    const target = jobs.target((nth) => ({ status: nth === 1 ? 500 : 200 }));
    const key = { idempotency_key: 'replayed', headers: { 'X-Key': 'kept' }, body: 'the same' };
    const id = await jobs.make({ url: target.url, ...key });
    const failed = await jobs.becomes(id, 'failed');
    journey.pass(HOUR);
    const answer = await replay(id);
    const clone = answer.body as JobJson;
    expect([answer.status, answer.headers.get('location')]).toEqual([201, `/jobs/${clone.job_id}`]);
    expect(clone).toMatchObject({ replay_of: id, scheduled_at: jobs.in(0), idempotency_key: null, body: 'the same' });
    expect(await jobs.becomes(clone.job_id, 'success')).toMatchObject({ attempts: 1 });
    expect(await jobs.read(id)).toEqual(failed);
    expect(
      target.requests.map(({ headers, body }) => [headers['x-fliq-delivery-id'], headers['x-key'], String(body)]),
    ).toEqual([
      [id, 'kept', 'the same'],
      [clone.job_id, 'kept', 'the same'],
    ]);
    expect((await replay(clone.job_id)).body.error.code).toBe('wrong_state');
  });

  it.each(['scheduled', 'cancelled'])('is 409 of a job that is %s, and 404 of none', async (status) => {
    const id = await jobs.make({ url: jobs.target().url, scheduled_at: jobs.in(HOUR) });
    if (status === 'cancelled') await cancel(id);
    expect((await replay(id)).status).toBe(409);
    expect((await replay('job_none')).status).toBe(404);
  });
});

/** As a crash leaves it: rows are claimed, and nobody holds them. */
async function leaveClaimed(folder: TempFolder, ids: readonly string[]): Promise<void> {
  const database = await openTestDatabase(folder);
  for (const id of ids) expect(await takenUpByTheDead(database, 'subject = $1', [id])).toBe(1);
  await database.close();
}

describe('a server that starts again', () => {
  it('makes a call anew that was under way, under the same delivery id, and spends no retry on it', async () => {
    const slow = jobs.target((nth) => (nth === 1 ? { hang: true } : { status: nth === 2 ? 500 : 200 }));
    const waits = jobs.target((nth) => ({ status: nth === 1 ? 500 : 200 }));
    const inFlight = await jobs.make({ url: slow.url, timeout_seconds: 300, max_retries: 1, body: 'x', priority: 7 });
    const waiting = await jobs.make({ url: waits.url, max_retries: 1 });
    await eventually(() => slow.seen.length === 1);
    await jobs.after(waiting, 1);
    const startedAt = jobs.in(0);
    const { roundtrip } = journey;
    await roundtrip.rooms.engineRoom.engine.stop(0);
    await roundtrip.stop();
    await leaveClaimed(roundtrip.folder, [inFlight, waiting]);
    journey.pass(5_000);
    await journey.boot();
    await jobs.after(inFlight, 2);
    const [second, first] = await jobs.attempts(inFlight);
    expect(first).toMatchObject({ attempt_num: 1, outcome: 'unconfirmed', status_code: null, started_at: startedAt });
    expect(first?.error).toMatch(/^The server stopped, .* costs no retry\. Fields .* were ignored: priority\.$/);
    expect(second?.error).toBe('The target answered HTTP 500.');
    expect(second).toMatchObject({ attempt_num: 2, outcome: 'server_error', started_at: jobs.in(0) });
    expect(await jobs.nextWaitS(waiting)).toBe(25);
    await jobs.becomes(waiting, 'success');
    // Its own retry is still there.
    journey.pass(5_000);
    expect(await jobs.becomes(inFlight, 'success')).toMatchObject({ attempts: 3 });
    expect(slow.requests.map(({ headers }) => headers['x-fliq-delivery-id'])).toEqual(Array(3).fill(inFlight));
  });
});

describe('a server that fails at writing down what came of a call', () => {
  it('makes it again after 5 s, spends no retry on it, and does not say that it stopped', async () => {
    journey.forgiveBreaks(1);
    const target = jobs.target();
    const id = await jobs.make({ url: target.url, scheduled_at: jobs.in(HOUR) });
    const allow = await refuseRows(journey.roundtrip.storage.database, 'attempts', `NEW.job_id = '${id}'`);
    journey.pass(HOUR);
    await eventually(
      async () => (await jobs.count(`work WHERE subject = $1 AND due_at = ${journey.clock.now() + 5_000}`, [id])) === 1,
    );
    await allow();
    expect([target.seen.length, (await jobs.read(id)).status]).toEqual([1, 'running']);
    journey.pass(5_000);
    expect(await jobs.becomes(id, 'success')).toMatchObject({ attempts: 2, max_retries: 0 });
    const [second, first] = await jobs.attempts(id);
    expect([second?.outcome, first?.outcome]).toEqual(['success', 'unconfirmed']);
    expect(first?.error).toMatch(/^The server stopped, or failed, before it had written down what came of this call/);
    expect(target.requests.map(({ headers }) => headers['x-fliq-delivery-id'])).toEqual([id, id]);
  });
});

describe('a database', () => {
  it('holds no request of a job in plain words', async () => {
    const [header, body, query, hook] = ['a-header-in-plain', 'a-body-in-plain', 'a-query-in-plain', 'a-hook-in-plain'];
    const webhook = { webhook_url: `https://me.test/?k=${hook}`, webhook_headers: { 'X-Key': hook } };
    const id = await jobs.make({
      ...{ url: `https://private.test/?k=${query}`, headers: { 'X-Key': header }, body, ...webhook },
      scheduled_at: jobs.in(1e6 * HOUR),
    });
    const rows = await textOf(journey.roundtrip.storage.database);
    expect(rows).toContain(id);
    for (const secret of [header, body, query, hook]) expect(rows).not.toContain(secret);
  });
});
