import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { useSchedules, type ScheduleJson } from './schedules-journey.js';

const schedules = useSchedules({ env: { SELLER_WORK: 'on' } });
const { journey } = schedules;
const rare = { url: 'https://private.test/', cron: '0 0 1 1 *' };

let ada: { seller_id: string; token: string };
let bob: { seller_id: string; token: string };
beforeAll(async () => {
  [ada, bob] = [await journey.newSeller(), await journey.newSeller()];
});

const as = (token: string, method: string, path: string, body?: object) =>
  journey.roundtrip.call(method, path, body, { token });
const listed = async (token: string, query = '') =>
  (await as(token, 'GET', `/v1/schedules${query}`)).body as { schedules: ScheduleJson[]; next_cursor: string | null };

describe('POST /schedules', () => {
  it('answers with the schedule in both spellings, secrets masked', async () => {
    const answer = await schedules.post({
      ...{ url: 'https://private.test/a?key=very-secret', cron_expr: ' */5  * * * mon-fri', method: 'PUT', body: 'hello' },
      ...{ headers: { Authorization: 'Bearer abcdefghijklmnop', 'Content-Type': 'text/plain' }, name: 'Nightly' },
      ...{ timezone: 'europe/berlin', catch_up: true, overlap: 'skip', max_retries: 2, timeout_seconds: 60 },
      ...{ backoff: 'linear', webhook_url: 'https://private.test/told?sig=very-secret', priority: 5, queue: null },
      webhook_headers: { 'X-Key': 'very-secret' },
    }); // prettier-ignore
    const id = answer.body.schedule_id as string;
    const created = new Date(journey.clock.now()).toISOString();
    expect([answer.status, answer.headers.get('location'), answer.text.includes('very-secret')]).toEqual([
      ...[201, `/schedules/${id}`, false],
    ]); // prettier-ignore
    expect(id).toMatch(/^sch_[0-9a-f]{32}$/);
    expect(answer.body).toEqual({
      ...{ id, schedule_id: id, seller_id: null, name: 'Nightly', status: 'active', paused: false },
      ...{ url: 'https://private.test/a?key=••••', http_method: 'PUT', method: 'PUT', body: 'hello' },
      headers: { Authorization: '••••mnop', 'Content-Type': 'text/plain' },
      ...{ cron: ' */5  * * * mon-fri', cron_expr: ' */5  * * * mon-fri', timezone: 'Europe/Berlin' },
      ...{ catch_up: true, overlap: 'skip', max_retries: 2, timeout_seconds: 60, backoff: 'linear' },
      ...{ webhook_url: 'https://private.test/told?sig=••••', webhook_headers: { 'X-Key': '••••' } },
      ...{
        next_run_at: new Date(journey.clock.now() + 300_000).toISOString(),
        last_run_at: null,
        last_skipped_at: null,
      },
      ...{ ignored_fields: ['priority', 'queue'], created_at: created, updated_at: created },
    });
    expect((await journey.api('GET', `/v1/schedules/${id}`)).body).toEqual(answer.body);
    const { body, ...rest } = answer.body;
    expect([body, (await listed(journey.roundtrip.adminToken)).schedules[0]]).toEqual(['hello', rest]);
  });

  it('asks for a URL and a cron expression alone', async () => {
    const { status, headers, body } = await journey.roundtrip.call('POST', '/v1/schedules', rare);
    expect([status, headers.get('location')]).toEqual([201, `/v1/schedules/${body.id as string}`]);
    expect(body).toMatchObject({
      ...{ method: 'POST', cron_expr: rare.cron, timezone: 'UTC', catch_up: false, overlap: 'allow', name: null },
      ...{ max_retries: 0, timeout_seconds: 30, backoff: 'exponential', headers: {}, body: null, webhook_url: null },
      ...{ ignored_fields: [], next_run_at: '2031-01-01T00:00:00.000Z' },
    });
  });
});

describe('a schedule', () => {
  it('shows the jobs that it made, by pages and filters', async () => {
    const target = schedules.target((nth) => ({ status: nth === 2 ? 500 : 200 }));
    const id = await schedules.make({ url: target.url, cron: '* * * * *' });
    await schedules.make({ ...rare, url: target.url });
    const from = Math.ceil((journey.clock.now() + 1) / 60_000) * 60_000;
    for (const nth of [1, 2, 3]) {
      await schedules.tickAt(id, from + (nth - 1) * 60_000);
      await eventually(
        async () => (await schedules.count(`jobs WHERE schedule_id = $1 AND completed_at > 0`, [id])) === nth,
      );
    }
    const read = async (query: string) =>
      (await journey.api('GET', `/schedules/${id}/jobs${query}`)).body as {
        jobs: { id: string; status: string; schedule_id: string }[];
        next_cursor: string | null;
      };
    const ids = (await schedules.jobs(id)).map(({ job_id }) => job_id).reverse();
    const first = await read('?limit=2');
    const second = await read(`?limit=2&cursor=${encodeURIComponent(first.next_cursor ?? '')}`);
    expect([...first.jobs, ...second.jobs].map((job) => job.id)).toEqual(ids);
    expect(first.jobs.map(({ schedule_id }) => schedule_id)).toEqual([id, id]);
    expect((await read('?status=failed')).jobs.map((job) => job.id)).toEqual([ids[1]]);
    const elsewhere = `/v1/jobs?limit=2&cursor=${encodeURIComponent(first.next_cursor ?? '')}`;
    expect((await journey.roundtrip.call('GET', elsewhere)).body.error.code).toBe('invalid_cursor');
  });

  it('that is deleted leaves its jobs, and what they call as long as one is left', async () => {
    const target = schedules.target();
    const [id, bare] = [await schedules.make({ ...rare, url: target.url }), await schedules.make(rare)];
    const { job_id } = (await journey.api('POST', `/schedules/${id}/run`, undefined, 201)).body;
    for (const one of [id, bare]) await journey.api('DELETE', `/schedules/${one}`, undefined, 204);
    await eventually(() => target.seen.length === 1);
    expect((await journey.api('GET', `/jobs/${job_id as string}`)).body).toMatchObject({ schedule_id: id });
    expect(await schedules.count('call_requests WHERE request_id = $1', [id])).toBe(1);
    expect(await schedules.count('call_requests WHERE request_id = $1', [bare])).toBe(0);
    expect(await schedules.count(`work WHERE kind = 'tick' AND subject IN ($1, $2)`, [id, bare])).toBe(0);
    for (const [method, path] of [
      ...[
        ['GET', ''],
        ['DELETE', ''],
        ['POST', '/run'],
        ['POST', '/pause'],
        ['POST', '/resume'],
        ['GET', '/jobs'],
      ],
    ] as const) {
      const { status, body } = await journey.roundtrip.call(method, `/schedules/${id}${path}`);
      expect([method, path, status, body.error.message]).toEqual([method, path, 404, 'There is no such schedule.']);
    }
  });

  it('is named in the audit by whoever made, paused, resumed, ran and deleted it, without its address', async () => {
    const id = await schedules.make({ ...rare, url: 'https://private.test/a?key=very-secret' });
    for (const act of ['pause', 'pause', 'resume', 'run'])
      await journey.roundtrip.call('POST', `/schedules/${id}/${act}`);
    await journey.api('DELETE', `/schedules/${id}`, undefined, 204);
    const { body, text } = await journey.api('GET', '/v1/audit?limit=100');
    const mine = (body.entries as { target: string; action: string }[]).filter(({ target }) => target === id);
    expect(mine.map(({ action }) => action.replace('schedule.', ''))).toEqual(
      ['deleted', 'run', 'resumed', 'paused', 'created'],
    ); // prettier-ignore
    expect(text).not.toContain('very-secret');
  });
});

describe('a seller', () => {
  it('has schedules of its own, which no other seller can tell from none', async () => {
    const made = await as(ada.token, 'POST', '/schedules', rare);
    expect([made.status, made.body.seller_id]).toEqual([201, ada.seller_id]);
    const [id, mine] = [made.body.id as string, await schedules.make(rare)];
    for (const [method, rest] of [
      ...[['GET', ''], ['GET', '/jobs'], ['POST', '/run'], ['POST', '/pause'], ['POST', '/resume'], ['DELETE', '']],
    ] as const)
      for (const [token, path] of [[bob.token, id], [ada.token, mine], [ada.token, 'sch_none']] as const) {
        const { status, body } = await as(token, method, `/v1/schedules/${path}${rest}`);
        expect([status, body.error.message]).toEqual([404, 'There is no such schedule.']);
      } // prettier-ignore
    expect((await listed(ada.token)).schedules.map(({ schedule_id }) => schedule_id)).toEqual([id]);
    expect((await listed(bob.token)).schedules).toEqual([]);
    expect((await as(ada.token, 'POST', `/schedules/${id}/run`)).body.seller_id).toBe(ada.seller_id);
    expect((await as(ada.token, 'GET', `/schedules/${id}/jobs`)).body.jobs).toHaveLength(1);
    expect((await as(ada.token, 'DELETE', `/schedules/${id}`)).status).toBe(204);
  });

  it('has 100 at most', async () => {
    const carl = await journey.newSeller();
    const made = await Promise.all(Array.from({ length: 110 }, () => as(carl.token, 'POST', '/schedules', rare)));
    expect(made.filter(({ status }) => status === 201)).toHaveLength(100);
    const refused = made.filter(({ status }) => status !== 201);
    expect(refused.map(({ status, body }) => `${status} ${body.error.code as string}`)).toEqual(
      Array(10).fill('429 quota_exceeded'),
    );
    const id = made.find(({ status }) => status === 201)?.body.id as string;
    await as(carl.token, 'DELETE', `/schedules/${id}`);
    expect((await as(carl.token, 'POST', '/schedules', rare)).status).toBe(201);
    await journey.api('DELETE', `/v1/sellers/${carl.seller_id}`, undefined, 204);
  });

  it('with as many open jobs as there may be gets no more of them by its schedules', async () => {
    const eve = await journey.newSeller();
    const id = (await as(eve.token, 'POST', '/schedules', { ...rare, cron: '* * * * *' })).body.id as string;
    await journey.roundtrip.storage.database.unit.run((tx) =>
      tx.run(
        `WITH RECURSIVE series (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM series WHERE i < 1000)
         INSERT INTO polls (poll_id, owner, request_hash, status, attempts, created_at, deadline_at)
         SELECT 'pol_full' || i, $1, '', 'waiting', 0, 0, 9000000000000 FROM series`,
        [eve.seller_id],
      ),
    );
    const next = Math.ceil((journey.clock.now() + 1) / 60_000) * 60_000;
    const ticked = await schedules.tickAt(id, next);
    expect([await schedules.ticks(id), ticked.last_skipped_at]).toEqual([[], new Date(next).toISOString()]);
    const refused = await as(eve.token, 'POST', `/schedules/${id}/run`);
    expect([refused.status, refused.body.error.code]).toEqual([429, 'quota_exceeded']);
    await journey.roundtrip.storage.database.unit.run((tx) =>
      tx.run(`DELETE FROM polls WHERE poll_id LIKE 'pol_full%'`, []),
    );
    await journey.api('DELETE', `/v1/sellers/${eve.seller_id}`, undefined, 204);
  });

  it('that is deleted leaves no schedule behind', async () => {
    const dora = await journey.newSeller();
    const id = (await as(dora.token, 'POST', '/schedules', rare)).body.id as string;
    await as(dora.token, 'POST', '/schedules', rare);
    await as(dora.token, 'POST', `/schedules/${id}/run`);
    await journey.api('DELETE', `/v1/sellers/${dora.seller_id}`, undefined, 204);
    expect(await schedules.count('schedules WHERE owner = $1', [dora.seller_id])).toBe(0);
    expect(await schedules.count(`work WHERE kind = 'tick' AND lane LIKE $1`, [`%${dora.seller_id}%`])).toBe(0);
    expect(await schedules.ticks(id)).toEqual([null]);
  });
});

describe('GET /schedules', () => {
  it('pages from the newest to the oldest, and stays right while schedules are added', async () => {
    const eve = await journey.newSeller();
    const ids: string[] = [];
    const add = async () => {
      ids.unshift((await as(eve.token, 'POST', '/schedules', rare)).body.id as string);
    };
    for (let i = 0; i < 5; i++) await add();
    const first = await listed(eve.token, '?limit=2');
    await add();
    const second = await listed(eve.token, `?limit=2&cursor=${encodeURIComponent(first.next_cursor ?? '')}`);
    const third = await listed(eve.token, `?limit=2&cursor=${encodeURIComponent(second.next_cursor ?? '')}`);
    const seen = [first, second, third].flatMap((page) => page.schedules.map(({ schedule_id }) => schedule_id));
    expect([seen, third.next_cursor]).toEqual([ids.slice(1), null]);
    const stolen = await as(bob.token, 'GET', `/schedules?cursor=${encodeURIComponent(first.next_cursor ?? '')}`);
    expect([stolen.status, stolen.body.error.code]).toEqual([400, 'invalid_cursor']);
    await journey.api('DELETE', `/v1/sellers/${eve.seller_id}`, undefined, 204);
  });
});

describe('SELLER_WORK=off', () => {
  it('leaves schedules to the operator: to a seller they are no address', async () => {
    await journey.roundtrip.stop();
    await journey.boot({ SELLER_WORK: 'off' });
    for (const [method, path] of [
      ...[
        ['POST', ''],
        ['GET', ''],
        ['GET', '/x'],
        ['DELETE', '/x'],
        ['POST', '/x/run'],
        ['GET', '/x/jobs'],
      ],
    ] as const) {
      const { status, body } = await as(ada.token, method, `/schedules${path}`, method === 'POST' ? rare : undefined);
      expect([status, body.error.message]).toEqual([404, 'There is no such address.']);
    }
    expect((await schedules.post(rare)).status).toBe(201);
  });
});
