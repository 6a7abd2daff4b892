import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../support/eventually.js';
import type { SellerRequest } from '../support/scripted-seller.js';
import { CrashWorld } from './crash-world.js';
import { Dice } from './dice.js';
import { Steps } from './steps.js';

const JOBS = 500;
const KILLS = 25;
const JOBS_A_LIFE = JOBS / KILLS;
/** How far ahead jobs are laid down: some are due at once, some in a later life. */
const AHEAD_MS = 4_000;
const LONGEST_LIFE_MS = 3_000;
const POST_TRIES = 800;

/**
 * 500 jobs, and a server that is killed with SIGKILL 25 times while they are laid down, run and told of. The moments are random (a
 * number of steps seen from outside, then up to 4 ms); CRASH_SEED=<seed> throws the same dice again.
 */
describe('A server that is killed at any moment, with jobs', () => {
  const dice = new Dice(Number(process.env['CRASH_SEED'] ?? Math.floor(Math.random() * 2 ** 31)));
  const steps = new Steps();
  /** The id that was answered, by the key it was asked with. */
  const answered = new Map<string, string>();
  const posting = new Set<Promise<void>>();
  let cut = 0;
  let world: CrashWorld;
  let left: ReturnType<typeof whatIsLeft>;

  beforeAll(async () => {
    process.stderr.write(`crash test of jobs: CRASH_SEED=${dice.seed}\n`);
    world = await CrashWorld.open();
    world.seller.on('POST', '/target/:key', () => takeStep({ body: {} }));
    world.seller.on('POST', '/told/:key', () => takeStep({ body: {} }));
    await world.start();
    await world.call('POST', '/signing-secret/rotate', {});
    await liveAndDie();
    await Promise.all(posting);
    await eventually(() => keysAt('/told/').size === JOBS, { withinMs: 60_000, every: 200 });
    await eventually(async () => (await openWork()) === 0, { withinMs: 30_000, every: 200 });
    expect(await world.stop()).toBe(true);
    left = whatIsLeft(world.databasePath);
    tellTheStory();
  }, 300_000);

  afterAll(() => world?.close());

  it('loses none: each was answered, ran at least once and succeeded', () => {
    expect(answered.size).toBe(JOBS);
    expect([...keysAt('/target/').keys()].sort()).toEqual([...answered.keys()].sort());
    expect(left.statuses).toEqual([{ status: 'success', n: JOBS }]);
  });

  it('bears the same delivery id on every repeat, and it is the id of the job', () => {
    for (const [key, requests] of keysAt('/target/')) {
      const ids = new Set(requests.map(({ headers }) => headers['x-fliq-delivery-id']));
      expect([...ids]).toEqual([answered.get(key)]);
    }
  });

  it('makes one job of one idempotency_key, however often its POST was cut and sent again', () => {
    expect(new Set(answered.values()).size).toBe(JOBS);
    expect(left.jobs).toBe(JOBS);
  });

  it('tells of each end at least once, by one id, always with the same body', () => {
    for (const requests of keysAt('/told/').values()) {
      expect(new Set(requests.map(({ body }) => body.toString())).size).toBe(1);
      expect(new Set(requests.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
      expect(requests[0]?.json()).toMatchObject({ event: 'job.completed', status: 'success' });
    }
  });

  it('spends no retry on a crash, and says of each call that was cut that it was', () => {
    expect(left.failed).toEqual([]);
    const calls = [...keysAt('/target/').values()].reduce((sum, requests) => sum + requests.length, 0);
    // A call that came to the target has an attempt of its own, and so has one that was cut before it came there.
    expect(left.attempts).toBeGreaterThanOrEqual(calls);
  });

  it('leaves no work and a sound database', () => {
    expect(left.work).toEqual([]);
    expect(left.integrity).toBe('ok');
  });

  async function liveAndDie(): Promise<void> {
    for (let life = 1; life <= KILLS; life++) {
      for (let i = 0; i < JOBS_A_LIFE; i++) begin(`${life}-${i}`);
      await steps.next(dice.between(1, 60), LONGEST_LIFE_MS);
      await sleep(dice.between(0, 4));
      await world.kill();
      await world.start();
    }
  }

  function begin(key: string): void {
    const post = layDown(key).finally(() => posting.delete(post));
    posting.add(post);
  }

  /** As a client does that does not know whether it was heard: again, by the same key. */
  async function layDown(key: string): Promise<void> {
    const wish = {
      url: world.seller.url(`/target/${key}`),
      webhook_url: world.seller.url(`/told/${key}`),
      scheduled_at: new Date(Date.now() + dice.between(0, AHEAD_MS)).toISOString(),
      ...{ body: JSON.stringify({ key }), idempotency_key: key },
    };
    for (let tries = POST_TRIES; tries > 0; tries--) {
      const answer = await world.call('POST', '/jobs', wish).catch(() => null);
      if (answer?.status === 201 || answer?.status === 200) {
        answered.set(key, (answer.body as { id: string }).id);
        return steps.take();
      }
      if (answer && answer.status < 500) throw new Error(`POST /jobs answered ${answer.status}: ${answer.text}`);
      cut += 1;
      await sleep(75);
    }
    throw new Error(`Nobody ever answered POST /jobs for ${key}.`);
  }

  /** Each request is a step when it has come and one when it is answered: the kill may fall between. */
  async function takeStep<T>(reply: T): Promise<T> {
    steps.take();
    await sleep(dice.between(0, 8));
    steps.take();
    return reply;
  }

  function keysAt(prefix: string): Map<string, SellerRequest[]> {
    const byKey = new Map<string, SellerRequest[]>();
    for (const request of world.seller.requests.filter(({ path }) => path.startsWith(prefix))) {
      const key = request.path.slice(prefix.length);
      byKey.set(key, [...(byKey.get(key) ?? []), request]);
    }
    return byKey;
  }

  async function openWork(): Promise<number> {
    const { body } = await world.call('GET', '/jobs?status=running&limit=1');
    const { work } = whatIsLeft(world.databasePath);
    return (body as { jobs: unknown[] }).jobs.length + work.length;
  }

  function tellTheStory(): void {
    const repeats = (prefix: string) =>
      [...keysAt(prefix).values()].reduce((sum, requests) => sum + requests.length - 1, 0);
    process.stderr.write(
      `crash test of jobs: ${KILLS} kills; ${cut} POSTs without an answer, ${repeats('/target/')} calls and ${repeats('/told/')} messages made again, ${left.cutShort} attempts cut short\n`,
    );
  }
});

/** What a server leaves in its database. */
function whatIsLeft(path: string) {
  const database = new Database(path, { readonly: true });
  const all = <Row>(sql: string) => database.prepare(sql).all() as Row[];
  const count = (sql: string) => all<{ n: number }>(`SELECT count(*) AS n FROM ${sql}`)[0]?.n ?? 0;
  try {
    return {
      integrity: String(database.pragma('integrity_check', { simple: true })),
      statuses: all('SELECT status, count(*) AS n FROM jobs GROUP BY status'),
      jobs: count('jobs'),
      attempts: count(`attempts WHERE kind = 'job'`),
      cutShort: count(`attempts WHERE kind = 'job' AND outcome = 'unconfirmed'`),
      failed: all(`SELECT job_id, last_error FROM jobs WHERE status = 'failed'`),
      work: all('SELECT kind, subject, due_at, claim FROM work'),
    };
  } finally {
    database.close();
  }
}
