import { beforeAll, describe, expect, it } from '@jest/globals';
import { CallRequestStore } from '../../src/storage/call-request-store.js';
import type { Database } from '../../src/storage/database/database.js';
import type { Tx } from '../../src/storage/database/unit-of-work.js';
import { WorkStore } from '../../src/storage/work-store.js';
import type { TestRoundtrip } from '../support/roundtrip.js';
import { useServers } from './servers.js';

/** What one writer gave for free, each raced as two processes would: nobody decides on what somebody else is changing. */
const servers = useServers();
let server: TestRoundtrip;
let database: Database;
let seller: { seller_id: string; token: string };

beforeAll(async () => {
  server = await servers.start({ ROLE: 'api', SELLER_WORK: 'on', MARKETPLACE_WEBHOOK_URL: 'http://127.0.0.1:1/', MARKETPLACE_WEBHOOK_SECRET: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' }); // prettier-ignore
  database = server.storage.database;
  seller = (await server.call('POST', '/v1/sellers', { name: 'Ada' })).body as typeof seller;
});

let made = 0;
async function tool(): Promise<string> {
  const short_id = `tool-${++made}`;
  const job_url = 'https://127.0.0.1:1/job';
  const fields = {
    short_id,
    seller_id: seller.seller_id,
    name: 'A tool',
    job_url,
    auth_headers: { Authorization: 'x' },
  };
  expect((await server.call('POST', '/v1/tools', fields)).status).toBe(201);
  return short_id;
}
const place = (short_id: string) => server.call('POST', '/v1/orders', { short_id, inputs: {} });
const times = <T>(n: number, act: (i: number) => Promise<T>) =>
  Promise.all(Array.from({ length: n }, (_, i) => act(i)));

/** A unit that stops in its midst, the first time it runs, until it is let go on. */
function halted<T>(unit: (tx: Tx, halt: () => Promise<void>) => Promise<T>) {
  let arrived = (): void => undefined;
  const there = new Promise<void>((resolve) => (arrived = resolve));
  let goOn = (): void => undefined;
  const gate = new Promise<void>((resolve) => (goOn = resolve));
  const halt = async () => {
    arrived();
    await gate;
  };
  const done = database.unit.run((tx) => unit(tx, halt));
  return { there, goOn: () => goOn(), done };
}

describe('a seller', () => {
  it('gets no more schedules than there may be, however many are asked for at once', async () => {
    const post = () =>
      server.call('POST', '/schedules', { url: 'https://127.0.0.1:1/', cron: '0 0 1 1 *' }, { token: seller.token });
    await times(95, post).then((answers) => expect(answers.every(({ status }) => status === 201)).toBe(true));
    const answers = await times(40, post);
    expect(answers.map(({ status }) => status).sort()).toEqual([
      ...Array<number>(5).fill(201),
      ...Array<number>(35).fill(429),
    ]);
  });
});

describe('a tool', () => {
  it('is not deleted under an order that is placed in the same moment', async () => {
    for (let round = 0; round < 10; round++) {
      const shortId = await tool();
      const [gone, ...orders] = await Promise.all([
        server.call('DELETE', `/v1/tools/${shortId}`),
        ...Array.from({ length: 4 }, () => place(shortId)),
      ]);
      const taken = orders.filter(({ status }) => status === 202).length;
      expect([gone.status, taken > 0]).toEqual(gone.status === 204 ? [204, false] : [409, true]);
    }
  });

  it('is not deleted while an order on it is being written down', async () => {
    const shortId = await tool();
    const { receive } = server.rooms.orders;
    const caller = { role: 'admin' as const, tokenId: 'tok_admin', name: 'admin', sellerId: null };
    const intake = halted(async (_tx, halt) => {
      const received = await receive.receive({ short_id: shortId, inputs: {} }, [], caller);
      await halt();
      return received;
    });
    await intake.there;
    const gone = server.call('DELETE', `/v1/tools/${shortId}`);
    const first = await Promise.race([gone.then(() => 'gone'), new Promise((next) => setTimeout(next, 100, 'waits'))]);
    intake.goOn();
    expect((await intake.done).created).toBe(true);
    expect([first, (await gone).status]).toEqual(['waits', 409]);
  });

  it('is changed and resumed while its work is rewritten all the time', async () => {
    const shortId = await tool();
    const ids = await times(12, async () => (await place(shortId)).body.order_id as string);
    let stop = false;
    const churn = ids.map(async (id) => {
      while (!stop)
        await database.unit.run((tx) =>
          tx.run(`UPDATE work SET attempt = attempt + 1 WHERE kind = 'forward' AND subject = $1`, [id]),
        );
    });
    const answers = [];
    for (let n = 1; n <= 5; n++) {
      answers.push((await server.call('PATCH', `/v1/tools/${shortId}`, { max_concurrency: n })).status);
      await server.call('POST', `/v1/tools/${shortId}/pause`);
      answers.push((await server.call('POST', `/v1/tools/${shortId}/resume`)).status);
    }
    answers.push((await server.call('POST', '/v1/sweeps?all=true')).status);
    stop = true;
    await Promise.all(churn);
    expect(answers).toEqual([...Array<number>(10).fill(200), 202]);
    const limits = await database.read(`SELECT DISTINCT lane_limit FROM work WHERE lane = $1`, [`tool:${shortId}`]);
    expect(limits).toEqual([{ lane_limit: 5 }]);
  });
});

describe('an order', () => {
  it('gets no more uploads than there may be', async () => {
    const shortId = await tool();
    const { order_id: orderId } = (await place(shortId)).body as { order_id: string };
    await database.unit.run(async (tx) => {
      for (let i = 0; i < 195; i++)
        await tx.run(
          `INSERT INTO uploads (object_key, order_id, short_id, filename, mime_type, size, created_at, expires_at)
           VALUES ($1, $2, $3, 'a', 'text/plain', 1, 0, 9000000000000)`,
          [`k${i}`, orderId, shortId],
        );
    });
    const wish = JSON.stringify({ order_id: orderId, filename: 'a.txt', mime_type: 'text/plain', file_size: 1 });
    const { body: secrets } = await server.call('POST', `/v1/tools/${shortId}/rotate-secret`, { which: 'callback' });
    const answers = await times(30, () =>
      server.call('POST', '/api/orders/callback/prepare', undefined, {
        ...{ token: null, raw: wish },
        headers: { 'x-callback-secret': secrets.callback_secret as string, 'content-type': 'application/json' },
      }),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([
      ...Array<number>(5).fill(200),
      ...Array<number>(25).fill(429),
    ]);
  });

  it('is told of in order, also by a process whose clock is behind', async () => {
    const shortId = await tool();
    const { order_id: orderId } = (await place(shortId)).body as { order_id: string };
    const ahead = `evt_${(Date.now() + 60_000).toString(16).padStart(12, '0')}7${'0'.repeat(19)}`;
    await database.unit.run((tx) =>
      tx.run('UPDATE order_events SET event_id = $2 WHERE order_id = $1', [orderId, ahead]),
    );
    await server.call('POST', `/v1/orders/${orderId}/cancel`);
    const { events } = (await server.call('GET', `/v1/orders/${orderId}/events`)).body as { events: { to: string }[] };
    expect(events.map(({ to }) => to)).toEqual(['received', 'cancelled']);
  });
});

describe('a message', () => {
  it('is not forgotten where its stream’s work ends in the moment in which it comes', async () => {
    const { notify, notifications } = server.rooms;
    const { engine } = server.rooms.engineRoom;
    const stream = 'operator/test';
    const message = { destination: 'marketplace' as const, stream, type: 'tool.paused', data: {} };
    await database.unit.run((tx) => notify.send(tx, message));
    await database.unit.run((tx) => tx.run(`UPDATE work SET claim = 1 WHERE subject = $1`, [stream]));
    const work = (await new WorkStore(database).find('notify', stream))!;
    // As `send-notification.ts` does once the message has arrived.
    const sent = halted(async (tx, halt) => {
      await tx.run(`UPDATE notifications SET state = 'delivered' WHERE stream = $1 AND created_at <= $2`, [
        stream,
        work.due_at,
      ]);
      const head = await notifications.head(tx, stream);
      await halt();
      if (head) await engine.reschedule(tx, work, { dueAt: head.next_at, state: '{}' });
      else await engine.finish(tx, work);
    });
    await sent.there;
    await database.unit.run((tx) => notify.send(tx, { ...message, notBefore: work.due_at + 1 }));
    sent.goOn();
    await sent.done;
    expect(await new WorkStore(database).find('notify', stream)).toMatchObject({ claim: 0 });
  });
});

describe('what a job calls', () => {
  const requests = () => new CallRequestStore(database);
  const add = (id: string) =>
    database.unit.run((tx) => requests().add(tx, { request_id: id, sealed: 'x', body: null }));

  it('is forgotten where the last two that named it go in the same moment', async () => {
    await add('req-a');
    const [one, two] = await times(2, async () => {
      const { body } = await server.call('POST', '/jobs', {
        url: 'https://127.0.0.1:1/',
        scheduled_at: '2040-01-01T00:00:00.000Z',
      });
      return body.job_id as string;
    });
    await database.unit.run((tx) =>
      tx.run(`UPDATE jobs SET request_id = 'req-a' WHERE job_id IN ($1, $2)`, [one!, two!]),
    );
    const remove = (id: string) => async (tx: Tx, halt: () => Promise<void>) => {
      await tx.run('DELETE FROM jobs WHERE job_id = $1', [id]);
      await halt();
      await requests().dropUnused(tx, 'req-a');
    };
    const [first, second] = [halted(remove(one!)), halted(remove(two!))];
    await Promise.all([first.there, second.there]);
    first.goOn();
    second.goOn();
    await Promise.all([first.done, second.done]);
    expect(await requests().find('req-a')).toBeNull();
  });

  it('stays where somebody names it anew while it is being forgotten', async () => {
    await add('req-b');
    const { body } = await server.call('POST', '/jobs', {
      url: 'https://127.0.0.1:1/',
      scheduled_at: '2040-01-01T00:00:00.000Z',
    });
    const named = halted(async (tx, halt) => {
      const there = await requests().hold(tx, 'req-b');
      await halt();
      if (there) await tx.run(`UPDATE jobs SET request_id = 'req-b' WHERE job_id = $1`, [body.job_id as string]);
      return there !== null;
    });
    await named.there;
    const forgotten = database.unit.run((tx) => requests().dropUnused(tx, 'req-b'));
    named.goOn();
    await Promise.all([named.done, forgotten]);
    expect((await requests().find('req-b')) !== null).toBe(await named.done);
  });
});
