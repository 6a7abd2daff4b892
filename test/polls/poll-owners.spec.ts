import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { usePolls, type PollJson } from './polls-journey.js';

const polls = usePolls({ env: { SELLER_WORK: 'on', MAX_CONCURRENCY: '30' } });
const { journey } = polls;
const waits = { url: 'https://private.test/', interval: 3_600 };
const open = { response_filter: { body: { status: ['done'] } } };

let ada: { seller_id: string; token: string };
let bob: { seller_id: string; token: string };
beforeAll(async () => {
  [ada, bob] = [await journey.newSeller(), await journey.newSeller()];
});

const as = (token: string, method: string, path: string, body?: object) =>
  journey.roundtrip.call(method, path, body, { token });
const listed = async (token: string, query = '') =>
  (await as(token, 'GET', `/v1/polls${query}`)).body as { polls: PollJson[]; next_cursor: string | null };

describe('a seller', () => {
  it('has polls of its own, which no other seller can tell from none', async () => {
    const made = await as(ada.token, 'POST', '/v1/polls', waits);
    expect([made.status, made.body.seller_id]).toEqual([201, ada.seller_id]);
    const id = made.body.poll_id as string;
    const mine = await polls.make(waits);
    for (const [method, rest] of [
      ['GET', ''],
      ['GET', '/attempts'],
      ['DELETE', ''],
    ] as const)
      // prettier-ignore
      for (const [token, path] of [[bob.token, id], [ada.token, mine], [ada.token, 'pol_none']] as const) { // prettier-ignore
        const { status, body } = await as(token, method, `/v1/polls/${path}${rest}`);
        expect([status, body.error.message]).toEqual([404, 'There is no such poll.']);
      }
    expect((await listed(ada.token)).polls.map((poll) => poll.poll_id)).toEqual([id]);
    expect((await listed(bob.token)).polls).toEqual([]);
    const all = (await listed(journey.roundtrip.adminToken)).polls.map((poll) => poll.poll_id);
    expect(all).toEqual([mine, id]);
    expect((await as(ada.token, 'DELETE', `/v1/polls/${id}`)).body.status).toBe('cancelled');
    await journey.api('DELETE', `/v1/polls/${mine}`);
  });

  it('may use a key that another has used', async () => {
    const wish = { ...waits, idempotency_key: 'the same' };
    const made = await Promise.all([ada, bob].map(({ token }) => as(token, 'POST', '/v1/polls', wish)));
    expect(made.map(({ status }) => status)).toEqual([201, 201]);
    expect((await polls.post(wish)).status).toBe(201);
  });

  it('has 1,000 open ones at most', async () => {
    const carl = await journey.newSeller();
    const first = (await as(carl.token, 'POST', '/v1/polls', { ...waits, idempotency_key: 'first' })).body;
    await journey.roundtrip.storage.database.unit.run((tx) =>
      tx.run(
        `WITH RECURSIVE series (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM series WHERE i < 999)
         INSERT INTO polls (poll_id, owner, request_hash, status, attempts, created_at, deadline_at)
         SELECT 'pol_full' || i, $1, '', 'waiting', 0, 0, 9000000000000 FROM series`,
        [carl.seller_id],
      ),
    );
    const refused = await as(carl.token, 'POST', '/v1/polls', waits);
    expect([refused.status, refused.body.error.code]).toEqual([429, 'quota_exceeded']);
    // The same key again makes none.
    expect((await as(carl.token, 'POST', '/v1/polls', { ...waits, idempotency_key: 'first' })).status).toBe(200);
    expect((await as(ada.token, 'POST', '/v1/polls', waits)).status).toBe(201);
    await as(carl.token, 'DELETE', `/v1/polls/${first.poll_id as string}`);
    expect((await as(carl.token, 'POST', '/v1/polls', waits)).status).toBe(201);
    await journey.roundtrip.storage.database.unit.run((tx) =>
      tx.run(`DELETE FROM polls WHERE poll_id LIKE 'pol_full%'`, []),
    );
  });

  it('that is deleted leaves no poll behind', async () => {
    const dora = await journey.newSeller();
    const id = (await as(dora.token, 'POST', '/v1/polls', waits)).body.poll_id as string;
    await journey.api('DELETE', `/v1/sellers/${dora.seller_id}`, undefined, 204);
    expect(await polls.read(id)).toMatchObject({ status: 'cancelled' });
  });

  it('never starves the others: ten of its requests go at once, and no more', async () => {
    const hanging = polls.target({ hang: true });
    const request_timeout = { duration_in_ms: 60_000 };
    const made = Array.from({ length: 40 }, () =>
      as(ada.token, 'POST', '/v1/polls', { url: hanging.url, request_timeout, ...open }),
    );
    const ids = (await Promise.all(made)).map(({ body }) => body.poll_id as string);
    await eventually(() => hanging.seen.length === 10);
    const quick = polls.target({ body: { status: 'done' } });
    const theirs = (await as(bob.token, 'POST', '/v1/polls', { url: quick.url, ...open })).body.poll_id as string;
    await polls.becomes(theirs, 'completed');
    const order = await (await journey.minutely()).placed();
    await order.becomes('processing');
    expect(hanging.seen).toHaveLength(10);
    // Nor its own at another origin.
    const elsewhere = { url: journey.seller.url(quick.path, '127.0.0.1'), ...open };
    const own = (await as(ada.token, 'POST', '/v1/polls', elsewhere)).body.poll_id as string;
    await polls.becomes(own, 'completed');
    for (const id of ids) await as(ada.token, 'DELETE', `/v1/polls/${id}`);
    await journey.seller.down();
    await journey.seller.up();
  });
});

describe('GET /v1/polls', () => {
  it('pages from the newest to the oldest, and stays right while polls are added', async () => {
    const eve = await journey.newSeller();
    const ids: string[] = [];
    const add = async () => {
      ids.unshift((await as(eve.token, 'POST', '/v1/polls', waits)).body.poll_id as string);
    };
    for (let i = 0; i < 5; i++) await add();
    const first = await listed(eve.token, '?limit=2');
    await add();
    const second = await listed(eve.token, `?limit=2&cursor=${encodeURIComponent(first.next_cursor ?? '')}`);
    const third = await listed(eve.token, `?limit=2&cursor=${encodeURIComponent(second.next_cursor ?? '')}`);
    const seen = [first, second, third].flatMap((page) => page.polls.map((poll) => poll.poll_id));
    expect([seen, third.next_cursor]).toEqual([ids.slice(1), null]);
    expect(first.polls[0]).not.toHaveProperty('response');
    const stolen = await as(bob.token, 'GET', `/v1/polls?cursor=${encodeURIComponent(first.next_cursor ?? '')}`);
    expect([stolen.status, stolen.body.error.code]).toEqual([400, 'invalid_cursor']);
    await journey.api('DELETE', `/v1/sellers/${eve.seller_id}`, undefined, 204);
  });

  it('pages through the attempts of a poll', async () => {
    const url = polls.target((nth) => ({ body: `answer ${nth}` })).url;
    const id = await polls.make({ url, interval: 5, response_filter: { status: [201] } });
    await polls.asked(id, 3);
    const page = (await journey.api('GET', `/v1/polls/${id}/attempts?limit=2`)).body;
    const rest = `/v1/polls/${id}/attempts?limit=2&cursor=${encodeURIComponent(page.next_cursor as string)}`;
    const nums = [...page.attempts, ...(await journey.api('GET', rest)).body.attempts] as { attempt_num: number }[];
    expect(nums.map(({ attempt_num }) => attempt_num)).toEqual([3, 2, 1]);
    await journey.api('DELETE', `/v1/polls/${id}`);
  });
});

describe('the audit', () => {
  it('says who made a poll and who cancelled it, without its address', async () => {
    const id = await polls.make({ ...waits, url: 'https://private.test/a?key=very-secret' });
    await journey.api('DELETE', `/v1/polls/${id}`);
    const { body, text } = await journey.api('GET', '/v1/audit?limit=100');
    const mine = (body.entries as { target: string; action: string }[]).filter(({ target }) => target === id);
    expect(mine.map(({ action }) => action)).toEqual(['poll.cancelled', 'poll.created']);
    expect(text).not.toContain('very-secret');
  });
});

describe('SELLER_WORK=off', () => {
  it('leaves polls to the operator: to a seller they are no address', async () => {
    await journey.roundtrip.stop();
    await journey.boot({ SELLER_WORK: 'off' });
    for (const [method, path] of [
      ['POST', ''],
      ['GET', ''],
      ['GET', '/pol_x'],
      ['DELETE', '/pol_x'],
      ['GET', '/pol_x/attempts'],
    ] as const) {
      // prettier-ignore
      const { status, body } = await as(ada.token, method, `/v1/polls${path}`, method === 'POST' ? waits : undefined);
      expect([status, body.error.message]).toEqual([404, 'There is no such address.']);
    }
    expect((await polls.post(waits)).status).toBe(201);
  });
});
