import { beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../src/domain/ids.js';
import { HOUR } from '../journeys/journey.js';
import { eventually } from '../support/eventually.js';
import { useJobs, type JobJson } from './jobs-journey.js';

const jobs = useJobs({ env: { SELLER_WORK: 'on' } });
const { journey } = jobs;

let ada: { seller_id: string; token: string };
let bob: { seller_id: string; token: string };
beforeAll(async () => {
  [ada, bob] = [await journey.newSeller(), await journey.newSeller()];
});

const later = () => ({ url: 'https://private.test/', scheduled_at: jobs.in(1_000 * HOUR) });
const as = (token: string, method: string, path: string, body?: object) =>
  journey.roundtrip.call(method, path, body, { token });
const listed = async (token: string, query = '', path = '/jobs') =>
  (await as(token, 'GET', `${path}${query}`)).body as { jobs: JobJson[]; next_cursor: string | null };
const idsOf = async (token: string, query = '') => (await listed(token, query)).jobs.map(({ job_id }) => job_id);

describe('a seller', () => {
  it('has jobs of its own, which no other seller can tell from none', async () => {
    const made = await as(ada.token, 'POST', '/jobs', later());
    expect([made.status, made.body.seller_id]).toEqual([201, ada.seller_id]);
    const id = made.body.job_id as string;
    const mine = await jobs.make(later());
    for (const [method, rest] of [
      ['GET', ''],
      ['GET', '/attempts'],
      ['GET', '/executions'],
      ['POST', '/replay'],
      ['DELETE', ''],
    ] as const)
      for (const [token, path] of [
        [bob.token, id],
        [ada.token, mine],
        [ada.token, 'job_none'],
      ] as const) {
        // prettier-ignore
        const { status, body } = await as(token, method, `/jobs/${path}${rest}`);
        expect([status, body.error.message]).toEqual([404, 'There is no such job.']);
      }
    expect(await idsOf(ada.token)).toEqual([id]);
    expect(await idsOf(bob.token)).toEqual([]);
    expect(await idsOf(journey.roundtrip.adminToken)).toEqual([mine, id]);
    expect((await as(ada.token, 'DELETE', `/v1/jobs/${id}`)).status).toBe(204);
  });

  it('may use a key that another has used', async () => {
    const wish = { ...later(), idempotency_key: 'the same' };
    const made = await Promise.all([ada, bob].map(({ token }) => as(token, 'POST', '/jobs', wish)));
    expect(made.map(({ status }) => status)).toEqual([201, 201]);
    expect((await jobs.post(wish)).status).toBe(201);
  });

  it('has 1,000 open jobs and polls at most, together, and replays count', async () => {
    const carl = await journey.newSeller();
    const failed = (await as(carl.token, 'POST', '/jobs', { ...later(), scheduled_at: jobs.in(0) })).body
      .job_id as string;
    await jobs.becomes(failed, 'failed');
    const poll = { url: 'https://private.test/', interval: 3_600 };
    const pollId = (await as(carl.token, 'POST', '/v1/polls', poll)).body.poll_id as string;
    const keyed = { ...later(), idempotency_key: 'first' };
    await as(carl.token, 'POST', '/jobs', keyed);
    const { unit } = journey.roundtrip.storage.database;
    await unit.run((tx) =>
      tx.run(
        `WITH RECURSIVE series (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM series WHERE i < 998)
         INSERT INTO jobs (job_id, owner, request_id, method, shown_url, max_retries, timeout_s, backoff, status, attempts,
           scheduled_at, created_at, updated_at)
         SELECT 'job_full' || i, $1, '', 'POST', '', 0, 30, 'linear', 'scheduled', 0, 0, 0, 0 FROM series`,
        [carl.seller_id],
      ),
    );
    for (const [path, body] of [
      ['/jobs', later()],
      ['/v1/polls', poll],
      [`/jobs/${failed}/replay`, undefined],
    ] as const) {
      // prettier-ignore
      const refused = await as(carl.token, 'POST', path, body);
      expect([refused.status, refused.body.error.code]).toEqual([429, 'quota_exceeded']);
    }
    // The same key again makes none.
    expect((await as(carl.token, 'POST', '/jobs', keyed)).status).toBe(200);
    expect((await as(ada.token, 'POST', '/jobs', later())).status).toBe(201);
    await as(carl.token, 'DELETE', `/v1/polls/${pollId}`);
    expect((await as(carl.token, 'POST', '/jobs', later())).status).toBe(201);
    await unit.run((tx) => tx.run(`DELETE FROM jobs WHERE job_id LIKE 'job_full%'`, []));
  });

  it('that is deleted leaves no open job behind, and an answer under way is late', async () => {
    const dora = await journey.newSeller();
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    const target = jobs.target(() => held.then(() => ({})));
    const make = async (body: object) => (await as(dora.token, 'POST', '/jobs', body)).body.job_id as string;
    const [waits, runs] = [await make(later()), await make({ url: target.url, scheduled_at: jobs.in(0), tags: 1 })];
    await eventually(() => target.seen.length === 1);
    await journey.api('DELETE', `/v1/sellers/${dora.seller_id}`, undefined, 204);
    for (const id of [waits, runs]) expect(await jobs.read(id)).toMatchObject({ status: 'cancelled' });
    answer();
    await eventually(async () => (await jobs.attempts(runs))[0]?.outcome === 'late');
    expect(await jobs.read(runs)).toMatchObject({ status: 'cancelled', attempts: 0 });
    expect((await jobs.attempts(runs))[0]?.error).toMatch(/^The job had ended, .* were ignored: tags\.$/);
    expect(await jobs.count('work WHERE subject IN ($1, $2)', [waits, runs])).toBe(0);
  });
});

describe('GET /jobs', () => {
  it('pages from the newest to the oldest, and stays right while jobs are added', async () => {
    const eve = await journey.newSeller();
    const ids: string[] = [];
    const add = async () =>
      ids.unshift((await as(eve.token, 'POST', '/jobs', { ...later(), body: 'b' })).body.job_id as string);
    for (let i = 0; i < 5; i++) await add();
    const first = await listed(eve.token, '?limit=2');
    await add();
    const second = await listed(
      eve.token,
      `?limit=2&cursor=${encodeURIComponent(first.next_cursor ?? '')}`,
      '/v1/jobs',
    );
    const third = await listed(eve.token, `?limit=2&cursor=${encodeURIComponent(second.next_cursor ?? '')}`);
    const seen = [first, second, third].flatMap((page) => page.jobs.map(({ job_id }) => job_id));
    expect([seen, third.next_cursor]).toEqual([ids.slice(1), null]);
    expect(first.jobs[0]).not.toHaveProperty('body');
    for (const [token, query] of [
      [bob.token, ''],
      [eve.token, '&status=failed'],
    ] as const) {
      // prettier-ignore
      const stolen = await as(token, 'GET', `/jobs?cursor=${encodeURIComponent(first.next_cursor ?? '')}${query}`);
      expect([stolen.status, stolen.body.error.code]).toEqual([400, 'invalid_cursor']);
    }
    await journey.api('DELETE', `/v1/sellers/${eve.seller_id}`, undefined, 204);
  });

  it('finds by status in both spellings, text, method and time, and by all at once', async () => {
    const fay = await journey.newSeller();
    const make = async (body: object) => (await as(fay.token, 'POST', '/jobs', body)).body.job_id as string;
    const good = jobs.target();
    const [ran, lost] = [
      await make({ url: good.url, scheduled_at: jobs.in(0) }),
      await make({ url: `${jobs.target({ status: 500 }).url}?k=v_1`, scheduled_at: jobs.in(0) }),
    ];
    const soon = await make({ url: 'https://private.test/A_b%25c', method: 'PUT', scheduled_at: jobs.in(HOUR) });
    const late = await make({ url: 'https://private.test/Axb', method: 'GET', scheduled_at: jobs.in(2 * HOUR) });
    await as(fay.token, 'DELETE', `/jobs/${late}`);
    await jobs.becomes(ran, 'success');
    await jobs.becomes(lost, 'failed');
    const range = `scheduled_after=${jobs.in(HOUR)}&scheduled_before=${jobs.in(2 * HOUR)}`;
    for (const [query, found] of [
      ['status=success', [ran]],
      ['status=completed', [ran]],
      ['status=failed', [lost]],
      ['status=scheduled', [soon]],
      ['status=pending', [soon]],
      ['status=cancelled', [late]],
      ['status=running', []],
      ['q=PRIVATE.test', [late, soon]],
      [`q=${lost.toUpperCase()}`, [lost]],
      ['q=a_b', [soon]],
      ['q=%25', [soon]],
      ['q=v_1', []],
      ['method=POST', [lost, ran]],
      ['method=GET', [late]],
      [`scheduled_after=${jobs.in(HOUR)}`, [late, soon]],
      [range, [soon]],
      [`${range}&status=scheduled&method=PUT&q=private`, [soon]],
      [`${range}&status=failed`, []],
      ['limit=1&status=cancelled', [late]],
    ] as const)
      expect([query, await idsOf(fay.token, `?${query}`)]).toEqual([query, found]);
  });

  it('shows the calls of a job as Fliq names them', async () => {
    const id = await jobs.make({ url: jobs.target((nth) => ({ status: nth === 1 ? 500 : 200 })).url, max_retries: 1 });
    await jobs.after(id, 1);
    await jobs.nextWaitS(id);
    await jobs.becomes(id, 'success');
    const { executions } = (await journey.api('GET', `/jobs/${id}/executions`)).body as { executions: object[] };
    expect(executions).toMatchObject([
      { attempt_num: 2, status: 'success', status_code: 200, executed_at: jobs.in(0), duration_ms: expect.any(Number) },
      { attempt_num: 1, status: 'failed', status_code: 500, executed_at: jobs.in(-30_000) },
    ]);
    expect((await journey.api('GET', `/jobs/${id}/attempts?limit=1`)).body).toMatchObject([{ attempt_num: 2 }]);
  });

  it('reaches every attempt and every call of a job, however many there are', async () => {
    const id = await jobs.make(later());
    const ids = Array.from({ length: 205 }, () => newId('att'));
    const { unit } = journey.roundtrip.storage.database;
    await unit.run(async (tx) => {
      for (const [i, attemptId] of ids.entries())
        await tx.run(
          `INSERT INTO attempts (attempt_id, job_id, kind, attempt_num, started_at, duration_ms, method, url, outcome)
           VALUES ($1, $2, $3, 1, 0, 0, 'POST', '', 'success')`,
          [attemptId, id, i % 2 === 0 ? 'job' : 'notify'],
        );
    });
    const all = async (list: string, query: string): Promise<string[]> => {
      const { body } = await journey.api('GET', `/jobs/${id}/${list}?${query}`);
      const page = (Array.isArray(body) ? body : body.executions) as { id: string }[];
      const [found, last] = [page.map((one) => one.id), page.at(-1)?.id];
      return last === undefined ? [] : [...found, ...(await all(list, `limit=50&before=${last}`))];
    };
    const newestFirst = ids.toReversed();
    expect(await all('attempts', '')).toEqual(newestFirst);
    expect(await all('executions', 'limit=3')).toEqual(newestFirst.filter((_, i) => i % 2 === 0));
  });
});

describe('the audit', () => {
  it('says who made a job, who cancelled it and who ran it again, without its address', async () => {
    const id = await jobs.make({ ...later(), url: 'https://private.test/a?key=very-secret', scheduled_at: jobs.in(0) });
    await jobs.becomes(id, 'failed');
    const clone = (await journey.api('POST', `/jobs/${id}/replay`, undefined, 201)).body.job_id as string;
    const waits = await jobs.make(later());
    await journey.api('DELETE', `/jobs/${waits}`, undefined, 204);
    const { body, text } = await journey.api('GET', '/v1/audit?limit=100');
    const entries = body.entries as { target: string; action: string }[];
    const actions = (target: string) => entries.filter((one) => one.target === target).map(({ action }) => action);
    expect([id, clone, waits].map(actions)).toEqual([
      ['job.created'],
      ['job.replayed'],
      ['job.cancelled', 'job.created'],
    ]);
    expect(text).not.toContain('very-secret');
  });

  it('has the id of the job in the line of each attempt', async () => {
    const id = await jobs.make({ url: jobs.target().url });
    await jobs.becomes(id, 'success');
    await eventually(() => journey.roundtrip.logged.some((line) => line.includes(`"job_id":"${id}"`)));
  });
});

describe('SELLER_WORK=off', () => {
  it('leaves jobs to the operator: to a seller they are no address', async () => {
    await journey.roundtrip.stop();
    await journey.boot({ SELLER_WORK: 'off' });
    for (const [method, path] of [
      ['POST', ''],
      ['GET', ''],
      ['GET', '/job_x'],
      ['DELETE', '/job_x'],
      ['POST', '/job_x/replay'],
      ['GET', '/job_x/attempts'],
    ] as const)
      for (const prefix of ['/jobs', '/v1/jobs']) {
        const { status, body } = await as(
          ada.token,
          method,
          `${prefix}${path}`,
          method === 'POST' ? later() : undefined,
        );
        expect([status, body.error.message]).toEqual([404, 'There is no such address.']);
      }
    expect((await jobs.post(later())).status).toBe(201);
  });
});
