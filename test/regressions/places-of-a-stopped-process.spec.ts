/**
 * A process that is stopped (SIGSTOP, a machine that is paused) keeps its connections: its system answers for it. So it kept its places
 * in the lanes' limits for as long as it stood, and where it had all of a lane's, nobody ran what others had taken over from it.
 */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import pg from 'pg';
import { PostgresSession } from '../../src/storage/database/postgres-session.js';
import { eventually } from '../support/eventually.js';
import { startTestPostgres, type TestPostgres } from '../support/postgres.js';

let server: TestPostgres;
beforeAll(async () => void (server = await startTestPostgres()));
afterAll(() => server.remove());

it('the server lets go of what belongs to a session that asks nothing for a while, but of no other', async () => {
  const url = await server.fresh();
  const session = new PostgresSession(url, 'work', {
    connected: async (query) => void (await query('SELECT pg_advisory_lock(1)')),
    heard: () => undefined,
    lost: () => undefined,
  });
  await session.open();
  const options = await session.query<{ ms: number }>(
    `SELECT setting::int AS ms FROM pg_settings WHERE name = 'idle_session_timeout'`,
  );
  // Longer than two of its pings, and within the 45 seconds in which others run what a dead process held.
  expect(options[0]?.ms).toBe(12_000);
  await session.close();
});

it('a stopped process with such a session leaves its advisory locks', async () => {
  const url = await server.fresh();
  const holds = `const pg = (await import('pg')).default;
    const client = new pg.Client({ connectionString: process.env.URL, options: '-c idle_session_timeout=500' });
    client.on('error', () => undefined);
    await client.connect();
    await client.query('SELECT pg_advisory_lock(1)');
    setInterval(() => client.query('SELECT 1').catch(() => undefined), 50);
    console.log('holds');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', holds], {
    env: { ...process.env, URL: url },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    await once(child.stdout, 'data');
    const isFree = async () =>
      (await admin.query<{ free: boolean }>('SELECT pg_try_advisory_lock(1) AS free')).rows[0]?.free === true;
    expect(await isFree()).toBe(false);
    child.kill('SIGSTOP');
    await eventually(isFree);
  } finally {
    child.kill('SIGKILL');
    await admin.end();
  }
});
