import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PostgresCompany } from '../../src/storage/database/company.js';
import { EventStore } from '../../src/storage/event-store.js';
import { eventually } from '../support/eventually.js';
import type { TestRoundtrip } from '../support/roundtrip.js';
import { useServers } from './servers.js';

const servers = useServers();
let worker: TestRoundtrip;
let api: TestRoundtrip;
let sellerId: string;
const ended = new AbortController();

beforeAll(async () => {
  worker = await servers.start();
  api = await servers.start({ ROLE: 'api' });
  sellerId = (await api.call('POST', '/v1/sellers', { name: 'Ada' })).body.seller_id as string;
  const job_url = 'https://127.0.0.1:1/job';
  const tool = { short_id: 'tool', seller_id: sellerId, name: 'A tool', job_url, auth_headers: { Authorization: 'x' } };
  expect((await api.call('POST', '/v1/tools', tool)).status).toBe(201);
});
afterAll(() => ended.abort());

const placed = async (at = api): Promise<string> => {
  const { status, body } = await at.call('POST', '/v1/orders', { short_id: 'tool', inputs: {} });
  expect(status).toBe(202);
  return body.order_id as string;
};
const cancel = (id: string) => worker.call('POST', `/v1/orders/${id}/cancel`);
const waiting = { headers: { prefer: 'wait=25' } };

/** What a stream of events has told so far, as text. */
async function listen(at: TestRoundtrip, headers: Record<string, string> = {}): Promise<() => string> {
  const response = await fetch(`${at.url}/v1/orders/stream`, {
    headers: { authorization: `Bearer ${at.adminToken}`, ...headers },
    signal: ended.signal,
  });
  let told = '';
  void (async () => {
    for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) told += piece;
  })().catch(() => undefined);
  await eventually(() => told.includes('retry:'));
  return () => told;
}

describe('what one process commits, another hears of', () => {
  it('an order: who waits for its change, and whoever listens to all', async () => {
    const told = await listen(api);
    const id = await placed();
    await eventually(() => worker.call('GET', `/v1/orders/${id}`).then(({ body }) => body.status === 'forwarding'));
    const { body } = await api.call('GET', `/v1/orders/${id}`);
    expect(body.status).toBe('forwarding');
    await eventually(() => told().includes('"to":"forwarding"'));
    const [changed] = await Promise.all([api.call('GET', `/v1/orders/${id}`, undefined, waiting), cancel(id)]);
    expect(changed.body.status).toBe('cancelled');
    await eventually(() => told().includes('"to":"cancelled"'));
    expect(told().match(/"to":"cancelled"/g)).toHaveLength(1);
  });

  it('the end of a poll', async () => {
    const wish = { url: 'https://127.0.0.1:1/', interval: 60 };
    const { poll_id: id } = (await api.call('POST', '/v1/polls', wish)).body as { poll_id: string };
    const [ended] = await Promise.all([
      api.call('GET', `/v1/polls/${id}`, undefined, waiting),
      worker.call('DELETE', `/v1/polls/${id}`),
    ]);
    expect(ended.body.status).toBe('cancelled');
  });

  it('an event that is committed after one of a later id, told behind it and once; and to who resumes behind that', async () => {
    const told = await listen(api);
    const [first, second] = [await placed(), await placed()];
    const events = new EventStore(worker.storage.database);
    let commit = (): void => undefined;
    const gate = new Promise<void>((resolve) => (commit = resolve));
    const written: string[] = [];
    const note = (order_id: string, message: string, before: Promise<void>) =>
      worker.storage.database.unit.run(async (tx) => {
        const said = { run: 1, at: Date.now(), type: 'note', from_status: null, to_status: null, progress: null };
        const cause = { cause_kind: 'check', cause_attempt_id: null, cause_actor: null };
        const id = await events.add(tx, { order_id, seller_id: sellerId, ...said, message, ...cause });
        written.push(message);
        await before;
        return id;
      });
    const late = note(first, 'the late one', gate);
    await eventually(() => written.length === 1);
    const idOfNext = await note(second, 'the one after', Promise.resolve());
    await eventually(() => told().includes('the one after'));
    expect(told()).not.toContain('the late one');
    commit();
    expect((await late) < idOfNext).toBe(true);
    await eventually(() => told().includes('the late one'));
    const resumed = await listen(api, { 'last-event-id': idOfNext });
    await eventually(() => resumed().includes('the late one'));
    await placed();
    await eventually(() => told().split('"to":"received"').length === 4);
    expect(told().match(/the late one|the one after/g)).toEqual(['the one after', 'the late one']);
  });

  it('a sweep that another one has opened: checks count for it', async () => {
    const { body } = await api.call('POST', '/v1/sweeps');
    const work = { by_sweep: 1, due_at: 0 } as Parameters<typeof worker.rooms.engineRoom.sweeps.count>[0];
    worker.rooms.engineRoom.sweeps.count(
      work,
      { outcome: 'processing', changed: false, orderId: null, shortId: null },
      5,
    );
    await worker.rooms.engineRoom.sweeps.writeDown();
    const { sweeps } = (await api.call('GET', '/v1/sweeps')).body as {
      sweeps: { sweep_id: string; checked: number }[];
    };
    expect(sweeps.find(({ sweep_id }) => sweep_id === body.sweep_id)?.checked).toBe(1);
  });
});

describe('a process of ROLE=api', () => {
  it('is ready without an engine, and runs no work', async () => {
    expect(await api.call('GET', '/readyz')).toMatchObject({ status: 200, body: { parts: ['database', 'storage'] } });
    expect(api.rooms.engineRoom.engine.isOpen).toBe(false);
    expect((await worker.call('GET', '/readyz')).body.parts).toContain('engine');
  });
});

describe('a process that starts beside others', () => {
  const database = () => worker.storage.database;
  const write = (sql: string) => database().unit.run((tx) => tx.run(sql));

  it('leaves the uploads alone that they are receiving', async () => {
    const id = await placed();
    const claimed = worker.storage.database.unit.run((tx) =>
      tx.run(
        `INSERT INTO uploads (object_key, order_id, short_id, filename, mime_type, size, created_at, expires_at, claimed_until)
         VALUES ('k', $1, 'tool', 'a', 'text/plain', 1, 0, 9000000000000, 9000000000000)`,
        [id],
      ),
    );
    expect(await claimed).toBe(1);
    await (await servers.start({ ROLE: 'api' })).stop();
    expect(await database().read(`SELECT claimed_until FROM uploads`)).toEqual([{ claimed_until: 9_000_000_000_000 }]);
  });

  it('leaves a tick alone that is due just now; one that starts alone leaves out what was missed', async () => {
    const wish = { url: 'https://127.0.0.1:1/', cron: '0 0 1 1 *', name: 'New year' };
    const { id } = (await api.call('POST', '/schedules', wish)).body as { id: string };
    const jobs = async () => ((await api.call('GET', `/schedules/${id}/jobs`)).body.jobs as unknown[]).length;
    const due = `UPDATE work SET due_at = ${Math.floor(Date.now() / 60_000) * 60_000} WHERE kind = 'tick'`;
    await worker.stop();
    const other = new PostgresCompany(servers.url);
    await other.join('working', async () => undefined);
    await api.storage.database.unit.run((tx) => tx.run(due));
    worker = await servers.start();
    await eventually(async () => (await jobs()) === 1);
    await worker.stop();
    await other.close();
    await api.storage.database.unit.run((tx) => tx.run(due));
    worker = await servers.start();
    await eventually(
      async () => (await database().read(`SELECT 1 FROM work WHERE kind = 'tick' AND due_at > 9000`)).length === 1,
    );
    const [{ due_at }] = (await database().read<{ due_at: number }>(`SELECT due_at FROM work WHERE kind = 'tick'`)) as [
      { due_at: number },
    ];
    expect(due_at).toBeGreaterThan(Date.now());
    expect(await jobs()).toBe(1);
    expect(await write('UPDATE uploads SET claimed_until = claimed_until WHERE claimed_until IS NOT NULL')).toBe(1);
  });
});
