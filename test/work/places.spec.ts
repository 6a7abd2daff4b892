import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import type { SqlValue } from '../../src/storage/database/unit-of-work.js';
import { PostgresSession } from '../../src/storage/database/postgres-session.js';
import { Places } from '../../src/work/distributed/places.js';
import { eventually } from '../support/eventually.js';
import { startTestPostgres, type TestPostgres } from '../support/postgres.js';

let server: TestPostgres;
let url: string;
let admin: pg.Client;
beforeAll(async () => {
  server = await startTestPostgres();
  url = await server.fresh();
  admin = new pg.Client({ connectionString: url });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await server.remove();
});
const sessions: PostgresSession[] = [];
afterEach(async () => {
  for (const session of sessions.splice(0)) await session.close();
});

/** The places as one process has them. */
async function openPlaces(): Promise<{ places: Places; session: PostgresSession; lost: unknown[] }> {
  const lost: unknown[] = [];
  const places: Places = new Places(
    (sql, params) => session.query(sql, params),
    (error) => session.drop(error),
  );
  const session: PostgresSession = new PostgresSession(url, 'work', {
    connected: (query) => places.takeAgain(query),
    heard: () => undefined,
    lost: (error) => void lost.push(error),
  });
  await session.open();
  sessions.push(session);
  return { places, session, lost };
}

const held = async () =>
  Number((await admin.query(`SELECT count(*) AS n FROM pg_locks WHERE locktype = 'advisory'`)).rows[0].n);
/** Ends the sessions that hold places, as a restart of the database does. */
const cut = () =>
  admin.query(
    `SELECT pg_terminate_backend(pid) FROM (SELECT DISTINCT pid FROM pg_locks WHERE locktype = 'advisory') AS holders`,
  );

/** A lane and its limit. */
const work = (limit: number, lane = 'a'): [string, number] => [lane, limit];

it('no more than the limit are given, also to one process that asks for all at once', async () => {
  const { places } = await openPlaces();
  const asked = await Promise.all(Array.from({ length: 5 }, () => places.take(...work(3))));
  expect(asked.map((place) => place !== null)).toEqual([true, true, true, false, false]);
  expect(await held()).toBe(3);
});

it('a place that is left is the next one’s, of whichever process, and is left once', async () => {
  const [one, other] = [await openPlaces(), await openPlaces()];
  const first = await one.places.take(...work(1));
  expect(await other.places.take(...work(1))).toBeNull();
  expect(await other.places.take(...work(1, 'b'))).not.toBeNull();
  first?.leave();
  await eventually(async () => (await held()) === 1);
  expect(await other.places.take(...work(1))).not.toBeNull();
  first?.leave();
  expect(await one.places.take(...work(1))).toBeNull();
});

it('a limit that is lowered lets nobody in until so many have left, and one that is raised at once', async () => {
  const [one, other] = [await openPlaces(), await openPlaces()];
  const taken = [
    await one.places.take(...work(3)),
    await one.places.take(...work(3)),
    await other.places.take(...work(3)),
  ];
  expect(await other.places.take(...work(1))).toBeNull();
  taken[2]?.leave();
  taken[1]?.leave();
  await eventually(async () => (await held()) === 1);
  expect(await other.places.take(...work(1))).toBeNull();
  taken[0]?.leave();
  await eventually(async () => (await held()) === 0);
  expect(await other.places.take(...work(1))).not.toBeNull();
  expect(await one.places.take(...work(2))).not.toBeNull();
});

it('what is under way takes its places again when the connection was lost, and nothing is given meanwhile', async () => {
  const [one, other] = [await openPlaces(), await openPlaces()];
  const first = await one.places.take(...work(2));
  await one.places.take(...work(2));
  await cut();
  await eventually(() => one.lost.length > 0);
  await expect(one.places.take(...work(2))).rejects.toThrow(/not connected/);
  await eventually(() => one.session.isConnected);
  expect(await held()).toBe(2);
  expect(await other.places.take(...work(2))).toBeNull();
  first?.leave();
  await eventually(async () => (await held()) === 1);
  expect(await other.places.take(...work(2))).not.toBeNull();
});

it('a place that is left while there is no session, or while the new one takes it again, is nobody’s afterwards', async () => {
  const sessions = [new pg.Client({ connectionString: url }), new pg.Client({ connectionString: url })] as const;
  for (const session of sessions) await session.connect();
  let present: pg.Client | null = sessions[0];
  const ask = async <Row>(session: pg.Client | null, sql: string, params: readonly SqlValue[] = []) => {
    if (!session) throw new Error('There is no session.');
    return (await session.query(sql, [...params])).rows as Row[];
  };
  const places = new Places(
    (sql, params) => ask(present, sql, params),
    () => undefined,
  );
  const taken = await Promise.all(Array.from({ length: 3 }, () => places.take(...work(3))));
  present = null;
  await sessions[0].end();
  taken[0]?.leave();
  let isFirst = true;
  await places.takeAgain(async <Row>(sql: string, params?: readonly SqlValue[]) => {
    const rows = await ask<Row>(sessions[1], sql, params);
    if (isFirst) taken[1]?.leave();
    isFirst = false;
    return rows;
  });
  expect(await held()).toBe(1);
  present = sessions[1];
  taken[2]?.leave();
  await eventually(async () => (await held()) === 0);
  await sessions[1].end();
});

it('a lane gives no place while one that it had is with somebody else', async () => {
  const [one, other] = [await openPlaces(), await openPlaces()];
  const mine = await one.places.take(...work(2));
  await cut();
  await eventually(() => one.lost.length > 0);
  await eventually(() => other.session.isConnected);
  // As the old session of a half-open connection would, or another process.
  const others = await other.places.take(...work(1));
  expect(others).not.toBeNull();
  await eventually(() => one.session.isConnected);
  expect(await one.places.take(...work(2))).toBeNull();
  expect(await one.places.take(...work(2, 'b'))).not.toBeNull();
  others?.leave();
  await eventually(async () => (await one.places.take(...work(2))) !== null);
  mine?.leave();
});

it('a process that is gone leaves all that it had', async () => {
  const [one, other] = [await openPlaces(), await openPlaces()];
  await one.places.take(...work(1));
  await one.session.close();
  await eventually(async () => (await other.places.take(...work(1))) !== null);
});
