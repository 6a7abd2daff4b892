import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openPostgres } from '../../src/storage/database/postgres.js';
import { eventually } from '../support/eventually.js';
import { startTestPostgres, type TestPostgres } from '../support/postgres.js';
import { TcpProxy } from '../support/tcp-proxy.js';

/**
 * A worker of a long campaign ended as it started, with "Postgres cannot be opened: Connection terminated due to connection timeout",
 * though the server was there all the time: the machine was so busy (or the process had been stopped just then) that five seconds went by
 * without an answer. One silence ended the start, and the connections that were open already were left to the process' end. Now the
 * server is asked again; what refuses, or is silent for all of fifteen seconds, still ends it.
 */
const CONNECT_MS = 5_000;
let postgres: TestPostgres;
let proxy: TcpProxy;
let url: string;

beforeAll(async () => {
  postgres = await startTestPostgres();
  const address = new URL(await postgres.fresh());
  proxy = await TcpProxy.start({ host: address.hostname, port: Number(address.port) });
  address.port = String(proxy.port);
  url = address.href;
});

afterAll(async () => {
  await proxy.stop();
  await postgres.remove();
});

/** Answers the error it ended with, and how long it took. */
async function refusedAfter(opening: Promise<unknown>): Promise<{ error: Error; ms: number }> {
  const began = performance.now();
  const error = await opening.then(
    () => null,
    (failure: Error) => failure,
  );
  if (!error) throw new Error('It was opened.');
  return { error, ms: performance.now() - began };
}

it('a connection that no answer came for is tried again, and the database opens', async () => {
  proxy.swallow();
  const opening = openPostgres(url);
  await eventually(() => proxy.open > 0);
  proxy.mend();
  const database = await opening;
  expect(await database.read('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await database.close();
});

it('silence in the midst closes what was open, and all of it is opened anew', async () => {
  proxy.swallowAfter(2);
  const opening = openPostgres(url, { migrates: false });
  await eventually(() => proxy.open === 3);
  proxy.mend();
  const database = await opening;
  expect(await database.statement('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await database.close();
  await eventually(() => proxy.open === 0);
});

it('a server that never answers ends it after three times five seconds, and nothing stays open', async () => {
  proxy.swallow();
  const { error, ms } = await refusedAfter(openPostgres(url)).finally(() => proxy.mend());
  expect(error.message).toMatch(/timeout/);
  expect(ms).toBeGreaterThan(2 * CONNECT_MS);
  expect(ms).toBeLessThan(3 * CONNECT_MS * 1.25);
  await eventually(() => proxy.open === 0);
});

it('one that refuses ends it at once', async () => {
  proxy.refuse();
  const { ms } = await refusedAfter(openPostgres(url)).finally(() => proxy.mend());
  expect(ms).toBeLessThan(CONNECT_MS);
});
